package io.stratum.docs.pool;

import java.util.List;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.stratum.mining.Authentication;
import io.stratum.mining.MiningListener;
import io.stratum.mining.Block;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.Worker;
import io.stratum.mining.WorkerAuthenticator;

// tag::code[]
@Configuration(proxyBeanMethods = false)
class PoolPolicies {

	@Bean
	WorkerAuthenticator workers(Accounts accounts) {
		return (request) -> accounts.exists(Worker.of(request.workerName()).account())
				? Authentication.accepted(Worker.of(request.workerName())) : Authentication.refused("No such account");
	}

	@Bean
	ShareRecorder shares(Ledger ledger) {
		return ledger::insertIgnoringKnownIds;
	}

	@Bean
	MiningListener announcements(Accounts accounts) {
		return new MiningListener() {

			@Override
			public void blockFound(Block block) {
				accounts.congratulate(Worker.of(block.worker()).account());
			}

		};
	}

	interface Accounts {

		boolean exists(String account);

		void congratulate(String account);

	}

	interface Ledger {

		void insertIgnoringKnownIds(List<Share> shares);

	}

}
// end::code[]
