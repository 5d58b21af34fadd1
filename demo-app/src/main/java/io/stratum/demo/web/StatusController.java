package io.stratum.demo.web;

import java.util.List;

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

	private final EmbeddedChain chain;

	private final BlockLedger blocks;

	private final ShareLedger shares;

	private final SessionRegistry sessions;

	StatusController(EmbeddedChain chain, BlockLedger blocks, ShareLedger shares, SessionRegistry sessions) {
		this.chain = chain;
		this.blocks = blocks;
		this.shares = shares;
		this.sessions = sessions;
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
				listed);
	}

	private static SessionStatus describe(StratumSession session) {
		return new SessionStatus(session.id(), session.listener(), session.dialect().toString(), session.userAgent(),
				session.workers().stream().map(Worker::name).toList(), session.difficulty(), session.connectedAt());
	}

}
