package io.stratum.session.sv1;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import io.stratum.mining.job.Job;
import io.stratum.protocol.sv1.Notify;

/**
 * The {@code mining.notify} lines of jobs. A line that many sessions send is encoded once
 * and kept with its job, in memory that the garbage collector frees with the job.
 */
final class JobLines {

	private static final Object CLEAN = new Object();

	private static final Object NOT_CLEAN = new Object();

	private JobLines() {
	}

	/**
	 * The line of a job that many sessions get.
	 * @return a duplicate, to be released like any buffer
	 */
	static ByteBuf shared(Job job, boolean clean) {
		ByteBuf line = clean ? job.derived(CLEAN, (key) -> direct(key, true))
				: job.derived(NOT_CLEAN, (key) -> direct(key, false));
		return line.retainedDuplicate();
	}

	/**
	 * The line of a job that one session gets.
	 */
	static byte[] encode(Job job, boolean clean) {
		return new Notify(Long.toHexString(job.sequence()), job.previousBlock(), job.coinbasePrefix(),
				job.coinbaseSuffix(), job.merklePath(), job.version(), job.nBits(), job.time(), clean)
			.encode();
	}

	private static ByteBuf direct(Job job, boolean clean) {
		byte[] line = encode(job, clean);
		return Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(line.length).put(line).flip());
	}

}
