package io.stratum.docs.client;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

import io.stratum.client.MinerJob;
import io.stratum.client.MinerListener;
import io.stratum.client.MinerSession;
import io.stratum.client.StratumClient;

// tag::code[]
@Component
class Upstream implements MinerListener {

	private static final Log logger = LogFactory.getLog(Upstream.class);

	private final StratumClient client;

	Upstream(StratumClient.Builder builder) {
		this.client = builder.uri("stratum+ssl://pool.example.org:3334").userAgent("my-proxy/1.0").build();
	}

	Mono<MinerSession> connect(String worker, String password) {
		return this.client.connectMiner(this)
			.flatMap((session) -> session.subscribe().then(session.authorize(worker, password)).thenReturn(session));
	}

	@Override
	public void jobReceived(MinerJob job) {
		logger.info("Job " + job.params().jobId() + " of difficulty " + job.difficulty());
	}

}
// end::code[]
