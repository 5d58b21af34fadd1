package io.stratum.session.sv1;

import java.nio.ByteBuffer;
import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import io.stratum.mining.job.Job;
import io.stratum.protocol.sv1.Notify;

/**
 * The {@code mining.notify} lines of jobs, for peers that know a job by the same id. A
 * line that many sessions send is encoded once and kept with its job, in memory that the
 * garbage collector frees with the job. Safe for use by several threads.
 */
public final class JobLines {

	private final Function<Job, String> ids;

	/** Makes a line that is kept, under itself as the key. */
	private final Function<Job, ByteBuf> clean = (job) -> direct(job, true);

	private final Function<Job, ByteBuf> notClean = (job) -> direct(job, false);

	/**
	 * Creates the lines of one kind of peers.
	 * @param ids the id on the wire of a job
	 */
	public JobLines(Function<Job, String> ids) {
		this.ids = ids;
	}

	/**
	 * The line of a job that many sessions get.
	 * @param job the job
	 * @param clean whether earlier jobs are worthless
	 * @return a duplicate, to be released like any buffer
	 */
	public ByteBuf shared(Job job, boolean clean) {
		Function<Job, ByteBuf> line = clean ? this.clean : this.notClean;
		return job.derived(line, line).retainedDuplicate();
	}

	/** The line of a job that one session gets. */
	ByteBuf personal(Job job, boolean clean) {
		return Unpooled.wrappedBuffer(encode(job, clean));
	}

	private ByteBuf direct(Job job, boolean clean) {
		byte[] line = encode(job, clean);
		return Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(line.length).put(line).flip());
	}

	private byte[] encode(Job job, boolean clean) {
		return new Notify(this.ids.apply(job), job.previousBlock(), job.coinbasePrefix(), job.coinbaseSuffix(),
				job.merklePath(), job.version(), job.nBits(), job.time(), clean)
			.encode();
	}

}
