package io.stratum.mining.share;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Sha256d;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.RejectReason;
import io.stratum.mining.job.ExtranonceLease;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.job.SeenShares;
import io.stratum.mining.job.WorkState;
import io.stratum.mining.share.ShareCandidate.Attempt;

/**
 * Checks shares, always in the same order: header, hash, block, stale, unauthorized,
 * time, version, duplicate, difficulty. That a share is a block is found out before
 * anything can reject it.
 * <p>
 * Safe for use by several threads; shares of one channel must not be checked by two at a
 * time. The check at once allocates nothing but its result.
 */
public final class ShareValidator {

	/** How far the network lets header times run ahead. */
	public static final Duration MAX_TIME_AHEAD = Duration.ofHours(2);

	private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

	private final ProofOfWork proofOfWork;

	private final long maxAheadSeconds;

	private final LongSupplier nanoTime;

	private final InstantSource clock;

	private final boolean hashIsIdentity;

	/**
	 * Creates a validator.
	 * @param proofOfWork the hash that shares are judged by
	 * @param maxTimeAhead how far header times may run ahead, at most
	 * {@link #MAX_TIME_AHEAD}
	 * @param nanoTime the monotonic time
	 * @param clock the time that header times are compared with
	 */
	public ShareValidator(ProofOfWork proofOfWork, Duration maxTimeAhead, LongSupplier nanoTime, InstantSource clock) {
		if (maxTimeAhead.isNegative() || maxTimeAhead.compareTo(MAX_TIME_AHEAD) > 0) {
			throw new IllegalArgumentException(
					"max time ahead: " + maxTimeAhead + " (expected: 0 to " + MAX_TIME_AHEAD + ")");
		}
		this.proofOfWork = proofOfWork;
		this.maxAheadSeconds = maxTimeAhead.toSeconds();
		this.nanoTime = nanoTime;
		this.clock = clock;
		this.hashIsIdentity = isSha256d(proofOfWork);
	}

	private static boolean isSha256d(ProofOfWork proofOfWork) {
		byte[] header = new byte[BlockHeader.LENGTH];
		byte[] hash = new byte[Hash256.LENGTH];
		proofOfWork.hash(header, hash);
		return Sha256d.hash(header).equals(Hash256.ofInternal(hash));
	}

	/**
	 * Checks a share at once.
	 * @param origin the channel it comes by
	 * @param job the job it is for
	 * @param submission what the miner submitted
	 * @param authorized whether the worker is authorized
	 * @return the verdict
	 */
	public ShareResult check(ShareOrigin origin, LiveJob job, Submission submission, boolean authorized) {
		Scratch own = this.scratch.get();
		Attempt attempt = own.attempt;
		arrived(attempt, origin, job);
		RejectReason reason = own.builder.build(job, origin.lease().prefix(), submission, attempt.header);
		if (reason != null) {
			return ShareResult.Rejected.of(reason);
		}
		this.proofOfWork.hash(attempt.header, attempt.hash);
		return judge(origin, job, submission, authorized, attempt);
	}

	/**
	 * The first step of a check whose proof of work is costly: takes a share in.
	 * @param origin the channel it comes by
	 * @param job the job it is for
	 * @param submission what the miner submitted
	 * @param authorized whether the worker is authorized
	 * @return the candidate for the steps {@link #buildHeader}, {@link #hash} and
	 * {@link #judge(ShareCandidate)}
	 */
	public ShareCandidate candidate(ShareOrigin origin, LiveJob job, Submission submission, boolean authorized) {
		ShareCandidate candidate = new ShareCandidate(origin, job, submission, authorized);
		arrived(candidate.attempt, origin, job);
		return candidate;
	}

	private void arrived(Attempt attempt, ShareOrigin origin, LiveJob job) {
		attempt.arrivedNanos = this.nanoTime.getAsLong();
		attempt.state = origin.lease().timeline().state(job.job().work(), attempt.arrivedNanos);
	}

	/**
	 * Builds the header of a candidate, on the loop of its session.
	 * @param candidate the share
	 * @return null, or why there is no header; then the check is over
	 */
	public @Nullable RejectReason buildHeader(ShareCandidate candidate) {
		return this.scratch.get().builder.build(candidate.job, candidate.origin.lease().prefix(), candidate.submission,
				candidate.attempt.header);
	}

	/**
	 * Hashes the header of a candidate, on any thread.
	 * @param candidate the share
	 */
	public void hash(ShareCandidate candidate) {
		this.proofOfWork.hash(candidate.attempt.header, candidate.attempt.hash);
	}

	/**
	 * Judges a hashed candidate, on the loop of its session, in the order of submission.
	 * Whether it is stale depends on when it was taken in.
	 * @param candidate the share
	 * @return the verdict
	 */
	public ShareResult judge(ShareCandidate candidate) {
		return judge(candidate.origin, candidate.job, candidate.submission, candidate.authorized, candidate.attempt);
	}

	private ShareResult judge(ShareOrigin origin, LiveJob job, Submission submission, boolean authorized,
			Attempt attempt) {
		boolean block = job.job().networkTarget().isMetBy(attempt.hash);
		byte[] blockHeader = block ? attempt.header.clone() : null;
		RejectReason reason = checkTerms(origin, job.job(), submission, authorized, attempt.state);
		if (reason == null) {
			reason = checkWork(origin.lease(), job, attempt);
		}
		if (reason == null) {
			return new ShareResult.Accepted(job.difficulty(), Hash256.ofInternal(attempt.hash), blockHeader);
		}
		return block ? new ShareResult.Rejected(reason, blockHeader) : ShareResult.Rejected.of(reason);
	}

	private @Nullable RejectReason checkTerms(ShareOrigin origin, Job job, Submission submission, boolean authorized,
			WorkState state) {
		if (state != WorkState.ACTIVE) {
			return RejectReason.STALE;
		}
		if (!authorized) {
			return RejectReason.UNAUTHORIZED;
		}
		if (Integer.compareUnsigned(submission.time(), job.minTime()) < 0) {
			return RejectReason.TIME_TOO_OLD;
		}
		// What the pool gave out is right, however its clock and that of the node differ
		long latest = Math.max(Math.floorDiv(this.clock.millis(), 1000) + this.maxAheadSeconds,
				job.work().template().time());
		if (Integer.toUnsignedLong(submission.time()) > latest) {
			return RejectReason.TIME_TOO_NEW;
		}
		int mask = origin.versionMask(job);
		return (((submission.version() ^ job.version()) & ~mask) != 0) ? RejectReason.VERSION_MASK : null;
	}

	/**
	 * A share below the target takes no room in the memory, but is a duplicate first if
	 * it is one.
	 */
	private @Nullable RejectReason checkWork(ExtranonceLease lease, LiveJob job, Attempt attempt) {
		SeenShares seen = lease.seenShares();
		seen.forget(lease.timeline().lastExpired(attempt.arrivedNanos));
		byte[] identity = identity(attempt);
		if (!job.target().target().isMetBy(attempt.hash)) {
			return seen.contains(identity) ? RejectReason.DUPLICATE : RejectReason.LOW_DIFFICULTY;
		}
		return switch (seen.add(identity, job.job().work().number())) {
			case ADDED -> null;
			case DUPLICATE -> RejectReason.DUPLICATE;
			case FULL -> RejectReason.TOO_MANY_SHARES;
			case FORGOTTEN -> RejectReason.STALE;
		};
	}

	private byte[] identity(Attempt attempt) {
		if (this.hashIsIdentity) {
			return attempt.hash;
		}
		Scratch own = this.scratch.get();
		own.builder.identify(attempt.header, own.identity);
		return own.identity;
	}

	/**
	 * What a thread needs to check shares.
	 */
	private static final class Scratch {

		final HeaderBuilder builder = new HeaderBuilder();

		final Attempt attempt = new Attempt();

		final byte[] identity = new byte[Hash256.LENGTH];

	}

}
