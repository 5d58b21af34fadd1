package io.stratum.session.sv2;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import io.stratum.bitcoin.Hash256;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.LiveJob;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.JobMessage.NewMiningJob;
import io.stratum.protocol.sv2.JobMessage.SetNewPrevHash;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.Sv2Encoder;
import io.stratum.protocol.sv2.Sv2Message;

/**
 * The messages of jobs. A frame that many sessions send is encoded once, for the first
 * group of a connection, and kept with its job, in memory that the garbage collector
 * frees with the job.
 */
final class JobFrames {

	/** The version bits that clients may roll where rolling is allowed (BIP323). */
	static final int VERSION_MASK = 0x1fffffe0;

	/** The version bits that devices roll (BIP320). */
	private static final int COMMON_VERSION_MASK = 0x1fffe000;

	private static final Object FUTURE = new Object();

	private static final Object ACTIVE = new Object();

	private static final Object PREV_HASH = new Object();

	private JobFrames() {
	}

	/**
	 * The id of a job on the wire, U32.
	 */
	static int id(Job job) {
		return (int) job.sequence();
	}

	/**
	 * Whether clients may roll the version. They cannot be told of a smaller mask, so
	 * they may not where the pool's mask is smaller than what devices roll.
	 */
	static boolean rollsVersion(MiningEngine engine) {
		return (engine.versionMask() & COMMON_VERSION_MASK) == COMMON_VERSION_MASK;
	}

	/**
	 * Whether clients that know one job can be given the other without SetNewPrevHash,
	 * which holds the target of the network, too. Networks for tests change it on the
	 * same block, when none was found for some time.
	 */
	static boolean haveSamePrevHash(Job known, Job next) {
		return known.work().tip() == next.work().tip() && known.nBits() == next.nBits();
	}

	/**
	 * The frame of a job for the first group.
	 */
	static ByteBuf job(Job job, boolean future) {
		return job.derived(future ? FUTURE : ACTIVE, (key) -> direct(extended(key, future, Sv2Group.FIRST_ID)));
	}

	/**
	 * The frame for the first group that makes a job the active one.
	 */
	static ByteBuf prevHash(Job job) {
		return job.derived(PREV_HASH, (key) -> direct(
				new SetNewPrevHash(Sv2Group.FIRST_ID, id(key), key.previousBlock(), key.time(), key.nBits())));
	}

	static NewExtendedMiningJob extended(Job job, boolean future, int channelId) {
		boolean rolling = (job.versionMask() & COMMON_VERSION_MASK) == COMMON_VERSION_MASK
				&& (job.work().template().fixedVersionBits() & VERSION_MASK) == 0;
		List<Hash256> path = Arrays.stream(job.merklePath()).map(Hash256::ofInternal).toList();
		return new NewExtendedMiningJob(channelId, id(job), minTime(job, future), job.version(), rolling, path,
				Octets.of(job.coinbasePrefix()), Octets.of(job.coinbaseSuffix()));
	}

	/**
	 * A job of a standard channel, for which alone it is made.
	 */
	static NewMiningJob standard(LiveJob live, boolean future, int channelId) {
		byte[] root = live.merkleRoot();
		if (root == null) {
			throw new IllegalStateException("job " + live.id() + " has no merkle root");
		}
		return new NewMiningJob(channelId, id(live.job()), minTime(live.job(), future), live.job().version(),
				Hash256.ofInternal(root));
	}

	/**
	 * Clients start from this time, so it is the current one and not the least that the
	 * network takes.
	 */
	private static OptionalInt minTime(Job job, boolean future) {
		return future ? OptionalInt.empty() : OptionalInt.of(job.time());
	}

	private static ByteBuf direct(Sv2Message message) {
		ByteBuf frame = Unpooled.buffer();
		Sv2Encoder.encode(message, frame);
		return Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(frame.readableBytes()).put(frame.nioBuffer()).flip());
	}

}
