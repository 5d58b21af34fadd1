package io.stratum.demo.web;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.stratum.demo.chain.EmbeddedChain;
import io.stratum.demo.pool.BlockLedger;
import io.stratum.demo.pool.ShareLedger;
import io.stratum.demo.web.PoolStatus.SessionStatus;
import io.stratum.mining.Worker;
import io.stratum.session.SessionRegistry;
import io.stratum.session.StratumSession;

/**
 * The numbers of the status page.
 */
@RestController
class StatusController {

	/** More sessions than a person reads; all of them are an Actuator endpoint. */
	private static final int LISTED_SESSIONS = 50;

	/** An agent has thousands. */
	private static final int LISTED_WORKERS = 5;

	private final EmbeddedChain chain;

	private final BlockLedger blocks;

	private final ShareLedger shares;

	private final SessionRegistry sessions;

	private final PoolAddresses addresses;

	StatusController(EmbeddedChain chain, BlockLedger blocks, ShareLedger shares, SessionRegistry sessions,
			PoolAddresses addresses) {
		this.chain = chain;
		this.blocks = blocks;
		this.shares = shares;
		this.sessions = sessions;
		this.addresses = addresses;
	}

	@GetMapping("/api/status")
	PoolStatus status() {
		ShareLedger.Totals totals = this.shares.totals();
		List<SessionStatus> listed = this.sessions.page(0, LISTED_SESSIONS)
			.stream()
			.map(StatusController::describe)
			.toList();
		return new PoolStatus(this.chain.height(), this.chain.tipHash().toString(), this.chain.difficulty(),
				totals.hashRate(), totals.shares(), this.blocks.found(), this.blocks.latest(), this.sessions.size(),
				listed, this.addresses.all());
	}

	private static SessionStatus describe(StratumSession session) {
		return new SessionStatus(session.id(), session.listener(), session.dialect().toString(), session.userAgent(),
				workers(session), session.workerCount(), session.difficulty(), session.connectedAt());
	}

	/** An agent has too many workers to copy them all. */
	private static List<String> workers(StratumSession session) {
		List<StratumSession.WorkerDetails> miners = session.workerDetails(0, LISTED_WORKERS);
		Stream<Worker> workers = miners.isEmpty() ? session.workers().stream()
				: miners.stream().map(StratumSession.WorkerDetails::worker);
		return workers.limit(LISTED_WORKERS).map(Worker::name).toList();
	}

}
