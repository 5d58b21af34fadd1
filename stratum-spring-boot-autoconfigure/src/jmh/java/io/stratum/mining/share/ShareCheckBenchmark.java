package io.stratum.mining.share;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.TemplateTransaction;
import io.stratum.mining.job.ExtranonceAllocator;
import io.stratum.mining.job.ExtranonceLease;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.JobFactory;
import io.stratum.mining.job.JobRejectedException;
import io.stratum.mining.job.JobSettings;
import io.stratum.mining.job.JobStore;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.job.Work;
import io.stratum.mining.job.WorkTimeline;
import io.stratum.mining.pow.Sha256dProofOfWork;

/**
 * The check of a share against the hashing that no check can do without: coinbase,
 * branches and header by a reused {@link MessageDigest}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class ShareCheckBenchmark implements ShareOrigin {

	private static final int EXTRANONCE2_SIZE = 8;

	/** So many miners take turns; each has remembered a few hundred shares in the end. */
	private static final int CHANNELS = 1024;

	private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

	/** How many branches there are is the binary logarithm of this, rounded up. */
	@Param({ "1", "4095" })
	public int transactions;

	private final WorkTimeline timeline = new WorkTimeline(Duration.ofMinutes(2), Duration.ofMinutes(4));

	private final ExtranonceAllocator allocator = new ExtranonceAllocator(1, this.timeline, 1 << 24, new Random(1));

	private final Sha256dProofOfWork proofOfWork = new Sha256dProofOfWork();

	private final ShareValidator validator = new ShareValidator(this.proofOfWork, ShareValidator.MAX_TIME_AHEAD,
			System::nanoTime, InstantSource.system());

	private final byte[] hash = new byte[Hash256.LENGTH];

	private final byte[] node = new byte[2 * Hash256.LENGTH];

	private final byte[] header = new byte[80];

	private final Submission[] submissions = new Submission[1024];

	private MessageDigest digest;

	private final ExtranonceLease[] leases = new ExtranonceLease[CHANNELS];

	private ExtranonceLease lease;

	private Job job;

	private LiveJob hard;

	private LiveJob easy;

	private byte[] coinbase;

	private int next;

	/**
	 * Makes a job as large as on the main network.
	 * @throws NoSuchAlgorithmException never
	 * @throws JobRejectedException never
	 */
	@Setup
	public void createJob() throws NoSuchAlgorithmException, JobRejectedException {
		this.digest = MessageDigest.getInstance("SHA-256");
		List<TemplateTransaction> list = new ArrayList<>();
		for (int i = 0; i < this.transactions; i++) {
			byte[] id = ByteBuffer.allocate(Hash256.LENGTH).putInt(i).array();
			list.add(new TemplateTransaction(Hash256.ofInternal(id), new byte[0], 400, 4));
		}
		BlockTemplate template = BlockTemplate.builder()
.previousBlock(Hash256.ZERO)
.height(900_000)
.nBits(0x1702a3c0)
.time(NOW.getEpochSecond())
.minTime(NOW.getEpochSecond() - 600)
.coinbaseValue(312_500_000)
.transactions(list)
.witnessCommitment(new byte[38])
.fetched(NOW)
.build();
		Work work = new Work(1, 1, true, template);
		this.timeline.publish(work, System.nanoTime());
		JobFactory factory = new JobFactory(new JobSettings(EXTRANONCE2_SIZE, 0x1fffe000, "/benchmark/", 1000),
				this.proofOfWork.difficultyOne(), new Random(1));
		this.job = factory.create(work, List.of(new TxOutput(312_500_000, new byte[34])));
		this.coinbase = new byte[this.job.coinbasePrefix().length + this.job.extranonceLength()
				+ this.job.coinbaseSuffix().length];
	}

	/**
	 * Opens channels that have seen no share.
	 */
	@Setup(Level.Iteration)
	public void openChannels() {
		for (int i = 0; i < CHANNELS; i++) {
			if (this.leases[i] != null) {
				this.leases[i].release(System.nanoTime());
			}
			ExtranonceLease allocated = this.allocator.allocate(System.nanoTime());
			if (allocated == null) {
				throw new IllegalStateException("no prefix is free");
			}
			this.leases[i] = allocated;
		}
		this.lease = this.leases[0];
		JobStore store = JobStore.rolling(this.lease, this.proofOfWork.difficultyOne(), 4);
		this.hard = store.issue(1, this.job, 1e9, System.nanoTime());
		this.easy = store.issue(2, this.job, 1e-12, System.nanoTime());
		for (int i = 0; i < this.submissions.length; i++) {
			byte[] extranonce2 = ByteBuffer.allocate(EXTRANONCE2_SIZE).putInt(i).array();
			this.submissions[i] = new Submission(extranonce2, this.job.time(), i, this.job.version());
		}
	}

	/**
	 * The least there is to hash.
	 * @return the hash of the header
	 * @throws DigestException never
	 */
	@Benchmark
	public byte[] bareDigest() throws DigestException {
		LittleEndian.putInt(this.header, 76, this.next++);
		sha256d(this.coinbase, this.coinbase.length, this.node);
		for (byte[] branch : this.job.merklePath()) {
			System.arraycopy(branch, 0, this.node, Hash256.LENGTH, Hash256.LENGTH);
			sha256d(this.node, this.node.length, this.node);
		}
		System.arraycopy(this.node, 0, this.header, 36, Hash256.LENGTH);
		sha256d(this.header, this.header.length, this.hash);
		return this.hash;
	}

	/**
	 * A share that does not meet its target.
	 * @return the verdict
	 */
	@Benchmark
	public ShareResult rejectedShare() {
		return this.validator.check(this, this.hard, this.submissions[this.next++ & 1023], true);
	}

	/**
	 * A share that is new, credited and remembered.
	 * @return the verdict
	 */
	@Benchmark
	public ShareResult acceptedShare() {
		int nonce = this.next++;
		this.lease = this.leases[nonce & (CHANNELS - 1)];
		byte[] extranonce2 = this.submissions[nonce & 1023].extranonce2();
		return this.validator.check(this, this.easy,
				new Submission(extranonce2, this.job.time(), nonce, this.job.version()), true);
	}

	private void sha256d(byte[] input, int length, byte[] output) throws DigestException {
		this.digest.update(input, 0, length);
		this.digest.digest(this.hash, 0, Hash256.LENGTH);
		this.digest.update(this.hash, 0, Hash256.LENGTH);
		this.digest.digest(output, 0, Hash256.LENGTH);
	}

	@Override
	public ExtranonceLease lease() {
		return this.lease;
	}

	@Override
	public int versionMask() {
		return 0;
	}

}
