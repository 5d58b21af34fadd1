package io.stratum.engine.share;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.WorkerStanding;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Sha256d;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.mining.Block;
import io.stratum.mining.MiningListener;
import io.stratum.mining.ProofOfWork;
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
import io.stratum.room.Fault;
import io.stratum.room.FaultLog;

/**
 * Has shares checked and does what follows: first of all the block, then listeners,
 * difficulty and the journal. Each call comes on the loop of the channel.
 */
public final class ShareProcessor implements Shares {

	private static final Logger logger = System.getLogger(ShareProcessor.class.getName());

	private static final Duration BLOCK_GRACE = Duration.ofSeconds(5);

	private final ShareValidator validator;

	/** Of the proof of work. */
	private final FaultLog hashFailures;

	private final @Nullable CostlyHashes costly;

	private final BlockSubmissions blocks;

	private final @Nullable ShareJournal journal;

	private final ProvenDifficulties difficulties;

	private final MiningListener listener;

	private final EngineRuntime runtime;

	private final Duration recordingAtStop;

	private final String idPrefix;

	private final AtomicLong sequence = new AtomicLong();

	/**
	 * Creates a processor that is stopped.
	 * @param settings the settings
	 * @param policies the proof of work, the submitters, the recorder and the listeners
	 * @param runtime the clocks and threads
	 * @param difficulties remembers what workers proved
	 * @param tipHeight tells the height of the block that is mined upon
	 * @param blockAccepted run when there must be a new tip, on any thread
	 */
	public ShareProcessor(EngineSettings settings, EnginePolicies policies, EngineRuntime runtime,
			ProvenDifficulties difficulties, IntSupplier tipHeight, Runnable blockAccepted) {
		this.validator = new ShareValidator(policies.proofOfWork(), ShareValidator.MAX_TIME_AHEAD, runtime.nanoClock(),
				runtime.clock());
		this.hashFailures = runtime.faultLog(ShareProcessor.class,
				Fault.nameOf(ProofOfWork.class, policies.proofOfWork()));
		this.costly = (policies.proofOfWork().isCostly())
				? new CostlyHashes(this.validator, Runtime.getRuntime().availableProcessors(), this.hashFailures)
				: null;
		this.blocks = new BlockSubmissions(settings, policies, runtime, tipHeight, blockAccepted);
		this.journal = (policies.recorder() != null)
				? new ShareJournal(policies.recorder(), settings, runtime, policies.listeners()) : null;
		this.difficulties = difficulties;
		this.listener = policies.listeners();
		this.runtime = runtime;
		this.recordingAtStop = settings.acknowledgement().timeout();
		this.idPrefix = HexFormat.of().toHexDigits((byte) settings.nodeId())
				+ HexFormat.of().toHexDigits(runtime.random().nextLong());
	}

	/** Records shares and submits blocks from now on; the runtime was started. */
	public void start() {
		if (this.journal != null) {
			this.journal.start();
		}
		this.blocks.start();
	}

	/** Records what is waiting and lets block submissions come to an end, for a time. */
	public void stop() {
		if (this.journal != null) {
			this.journal.stop(this.recordingAtStop);
		}
		this.blocks.stop(BLOCK_GRACE);
	}

	/** Answers what has no answer; called when the runtime was stopped. */
	public void stopped() {
		if (this.journal != null) {
			this.journal.stopped();
		}
	}

	/** There is a new tip: a node that could not take a block may now. */
	public void tipChanged() {
		this.blocks.tipChanged();
	}

	/** How many accepted shares are not recorded yet. */
	public int pendingShares() {
		return (this.journal != null) ? this.journal.pending() : 0;
	}

	/** How many shares were answered as unconfirmed. */
	public long unconfirmedShares() {
		return (this.journal != null) ? this.journal.unconfirmed() : 0;
	}

	/** How many shares were set aside, since the recorder refuses them. */
	public long sharesSetAside() {
		return (this.journal != null) ? this.journal.setAside() : 0;
	}

	/** Adds what is wrong with the recorder, the proof of work and the submitters. */
	public void addFaults(List<Fault> faults) {
		Fault recording = (this.journal != null) ? this.journal.fault() : null;
		if (recording != null) {
			faults.add(recording);
		}
		Fault hashing = this.hashFailures.fault();
		if (hashing != null) {
			faults.add(hashing);
		}
		this.blocks.faults().forEach(faults::add);
	}

	/** How many submitters have not answered for a block yet. */
	public int openSubmissions() {
		return this.blocks.open();
	}

	@Override
	public ShareAnswer submit(MiningChannel channel, LiveJob job, Submission submission, Submitter submitter) {
		WorkerStanding standing = submitter.standing();
		Submitted share = new Submitted(channel, job, submission, submitter, standing != null && standing.isBanned());
		return (this.costly == null) ? conclude(share, check(share))
				: submit(share, this.costly, (verdict) -> conclude(share, verdict));
	}

	@Override
	public void testBlock(MiningChannel channel, LiveJob job, Submission submission, Submitter submitter) {
		Submitted share = new Submitted(channel, job, submission, submitter, false);
		if (this.costly == null) {
			blockTested(share, check(share));
		}
		else {
			submit(share, this.costly, (verdict) -> blockTested(share, verdict));
		}
	}

	@Override
	public void rejected(String workerName, @Nullable WorkerStanding standing, RejectReason reason) {
		this.listener.shareRejected(workerName, reason);
		if (standing != null) {
			standing.addRejected(reason);
		}
	}

	private ShareResult check(Submitted share) {
		try {
			ShareResult result = this.validator.check(share.channel(), share.job(), share.submission(),
					share.isAuthorized());
			this.hashFailures.succeeded();
			return result;
		}
		catch (Throwable ex) {
			this.hashFailures.failed(ex);
			return ShareResult.Rejected.of(RejectReason.OTHER);
		}
	}

	private ShareAnswer submit(Submitted share, CostlyHashes hashes, Function<ShareResult, ShareAnswer> conclusion) {
		ShareCandidate candidate = this.validator.candidate(share.channel(), share.job(), share.submission(),
				share.isAuthorized());
		RejectReason reason = this.validator.buildHeader(candidate);
		if (reason != null) {
			return conclusion.apply(ShareResult.Rejected.of(reason));
		}
		return hashes.submit(share.channel(), candidate, share.from().loop(), conclusion);
	}

	/** Runs an action when all shares of a channel have been judged. */
	public void close(MiningChannel channel, Runnable action) {
		if (this.costly != null) {
			this.costly.close(channel, action);
		}
		else {
			action.run();
		}
	}

	private ShareAnswer conclude(Submitted share, ShareResult verdict) {
		ShareAnswer answer = blockTested(share, verdict);
		if (share.banned()) {
			rejected(share.from().name(), share.from().standing(), RejectReason.BANNED);
			return new ShareAnswer.Now(new ShareResult.Rejected(RejectReason.BANNED, verdict.blockHeader()));
		}
		if (verdict instanceof ShareResult.Accepted accepted && share.from().worker() != null) {
			return accepted(share, share.from().worker(), accepted);
		}
		if (verdict instanceof ShareResult.Rejected rejected) {
			rejected(share.from().name(), share.from().standing(), rejected.reason());
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
			this.blocks.found(hash, () -> assemble(share, header));
		}
		catch (Throwable ex) {
			logger.log(Level.ERROR, "Block " + hash + " could not be submitted", ex);
		}
	}

	private static Block assemble(Submitted share, byte[] header) {
		Job job = share.job().job();
		byte[] extranonce = job.extranonce(share.channel().lease().prefix(), share.submission().extranonce2());
		return BlockAssembler.assemble(job, header, extranonce, share.from().name());
	}

	private ShareAnswer accepted(Submitted submitted, Worker worker, ShareResult.Accepted verdict) {
		Job job = submitted.job().job();
		Share share = new Share(this.idPrefix, this.sequence.incrementAndGet(), worker, verdict.difficulty(),
				job.sequence(), job.work().template().height(), verdict.hash(), this.runtime.clock().instant(),
				verdict.blockHeader() != null, submitted.from().listener());
		this.listener.shareAccepted(share);
		if (submitted.from().standing() != null) {
			submitted.from().standing().addAccepted();
		}
		if (share.block() && job.isCustom()) {
			logger.log(Level.INFO, "Block {0} found on a custom job; its miner submits it: {1}",
					Integer.toString(share.height()), Sha256d.hash(Objects.requireNonNull(verdict.blockHeader())));
		}
		ShareJournal destination = this.journal;
		ShareAnswer answer = (destination != null) ? destination.append(share, verdict) : new ShareAnswer.Now(verdict);
		DifficultyOwner owner = submitted.from().difficulty();
		double proven = owner.provenDifficulty();
		owner.shareAccepted(submitted.job(), this.runtime.nanoTime());
		if (owner.provenDifficulty() != proven) {
			this.difficulties.remember(worker, owner.provenDifficulty());
		}
		return answer;
	}

	/**
	 * A share on the processor.
	 *
	 * @param channel the channel it came by
	 * @param job the job it is for
	 * @param submission what the miner submitted
	 * @param from who handed it in
	 * @param banned whether the worker is banned, so that nothing but a block counts
	 */
	private record Submitted(MiningChannel channel, LiveJob job, Submission submission, Submitter from,
			boolean banned) {

		boolean isAuthorized() {
			return this.from.worker() != null && !this.banned;
		}

	}

}
