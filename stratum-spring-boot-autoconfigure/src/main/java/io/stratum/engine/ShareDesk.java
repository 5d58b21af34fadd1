package io.stratum.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Sha256d;
import io.stratum.mining.Block;
import io.stratum.mining.MiningListener;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.DifficultyOwner;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.BlockAssembler;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.share.ShareCandidate;
import io.stratum.mining.share.ShareResult;
import io.stratum.mining.share.ShareValidator;
import io.stratum.mining.share.Submission;

/**
 * Has shares checked and does what follows: first of all the block, then listeners,
 * difficulty and the journal. Each call comes on the loop of the channel.
 */
final class ShareDesk {

	private static final Logger logger = System.getLogger(ShareDesk.class.getName());

	private final ShareValidator validator;

	private final @Nullable CostlyHashes costly;

	private final BlockSubmissions blocks;

	private final @Nullable ShareJournal journal;

	private final Logins logins;

	private final MiningListener listener;

	private final EngineRuntime runtime;

	private final String idPrefix;

	private final AtomicLong sequence = new AtomicLong();

	/**
	 * Creates a desk.
	 * @param policies the proof of work and the listeners
	 * @param blocks where blocks go
	 * @param journal where accepted shares go, or null
	 * @param logins remembers difficulties
	 * @param runtime the clocks
	 * @param idPrefix the beginning of all share ids: node and boot
	 */
	ShareDesk(EnginePolicies policies, BlockSubmissions blocks, @Nullable ShareJournal journal, Logins logins,
			EngineRuntime runtime, String idPrefix) {
		this.validator = new ShareValidator(policies.proofOfWork(), ShareValidator.MAX_TIME_AHEAD, runtime::nanoTime,
				runtime.clock());
		this.costly = (policies.proofOfWork().isCostly())
				? new CostlyHashes(this.validator, Runtime.getRuntime().availableProcessors()) : null;
		this.blocks = blocks;
		this.journal = journal;
		this.logins = logins;
		this.listener = policies.listener();
		this.runtime = runtime;
		this.idPrefix = idPrefix;
	}

	/**
	 * A share on the desk.
	 *
	 * @param channel the channel it came by
	 * @param owner whose difficulty follows it
	 * @param job the job it is for
	 * @param submission what the miner submitted
	 * @param workerName the name that came with it
	 * @param worker the worker, or null if it is not authorized
	 * @param listener the name of the listener it came by
	 */
	record Submitted(MiningChannel channel, DifficultyOwner owner, LiveJob job, Submission submission,
			String workerName, @Nullable Worker worker, String listener) {
	}

	ShareAnswer submit(Submitted share, Executor loop) {
		CostlyHashes hashes = this.costly;
		if (hashes == null) {
			return conclude(share,
					this.validator.check(share.channel(), share.job(), share.submission(), share.worker() != null));
		}
		return submit(share, hashes, loop, (verdict) -> conclude(share, verdict));
	}

	/** Looks for a block in a share whose worker is not known yet, and for no more. */
	void testBlock(Submitted share, Executor loop) {
		CostlyHashes hashes = this.costly;
		if (hashes != null) {
			submit(share, hashes, loop, (verdict) -> blockTested(share, verdict));
		}
		else {
			blockTested(share, this.validator.check(share.channel(), share.job(), share.submission(), false));
		}
	}

	private ShareAnswer submit(Submitted share, CostlyHashes hashes, Executor loop,
			Function<ShareResult, ShareAnswer> conclusion) {
		ShareCandidate candidate = this.validator.candidate(share.channel(), share.job(), share.submission(),
				share.worker() != null);
		RejectReason reason = this.validator.buildHeader(candidate);
		if (reason != null) {
			return conclusion.apply(new ShareResult.Rejected(reason, null));
		}
		return hashes.submit(share.channel(), candidate, loop, conclusion);
	}

	/** Runs an action when all shares of a channel have been judged. */
	void close(MiningChannel channel, Runnable action) {
		if (this.costly != null) {
			this.costly.close(channel, action);
		}
		else {
			action.run();
		}
	}

	private ShareAnswer conclude(Submitted share, ShareResult verdict) {
		ShareAnswer answer = blockTested(share, verdict);
		if (verdict instanceof ShareResult.Accepted accepted && share.worker() != null) {
			return accepted(share, share.worker(), accepted);
		}
		if (verdict instanceof ShareResult.Rejected rejected) {
			this.listener.shareRejected(share.workerName(), rejected.reason());
		}
		return answer;
	}

	private ShareAnswer blockTested(Submitted share, ShareResult verdict) {
		byte[] header = verdict.blockHeader();
		if (header != null && !share.job().job().isCustom()) {
			blockFound(share, header);
		}
		return new ShareAnswer.Now(verdict);
	}

	private void blockFound(Submitted share, byte[] header) {
		Hash256 hash = Sha256d.hash(header);
		try {
			this.blocks.found(hash, () -> assemble(share, header, hash));
		}
		catch (RuntimeException ex) {
			logger.log(Level.ERROR, "Block " + hash + " could not be submitted", ex);
		}
	}

	private static Block assemble(Submitted share, byte[] header, Hash256 hash) {
		Job job = share.job().job();
		byte[] extranonce = job.extranonce(share.channel().lease().prefix(), share.submission().extranonce2());
		byte[] bytes = BlockAssembler.assemble(job, header, extranonce);
		return new Block(hash, job.work().template().height(), bytes, share.workerName(),
				job.work().template().coinbaseValue());
	}

	private ShareAnswer accepted(Submitted submitted, Worker worker, ShareResult.Accepted verdict) {
		Job job = submitted.job().job();
		Share share = new Share(this.idPrefix, this.sequence.incrementAndGet(), worker, verdict.difficulty(),
				job.sequence(), job.work().template().height(), verdict.hash(), this.runtime.clock().instant(),
				verdict.blockHeader() != null, submitted.listener());
		this.listener.shareAccepted(share);
		if (share.block() && job.isCustom()) {
			logger.log(Level.INFO, "Block {0} found on a custom job; its miner submits it: {1}",
					Integer.toString(share.height()), Sha256d.hash(Objects.requireNonNull(verdict.blockHeader())));
		}
		DifficultyOwner owner = submitted.owner();
		double proven = owner.provenDifficulty();
		owner.shareAccepted(verdict.difficulty(), this.runtime.nanoTime());
		if (owner.provenDifficulty() != proven) {
			this.logins.remember(worker, owner.provenDifficulty());
		}
		ShareJournal destination = this.journal;
		return (destination != null) ? destination.append(share, verdict) : new ShareAnswer.Now(verdict);
	}

}
