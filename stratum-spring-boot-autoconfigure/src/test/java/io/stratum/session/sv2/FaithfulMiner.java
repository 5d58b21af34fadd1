package io.stratum.session.sv2;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.function.Function;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.MerklePath;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.ChannelMessage.SetExtranoncePrefix;
import io.stratum.protocol.sv2.ChannelMessage.SetTarget;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.JobMessage.NewMiningJob;
import io.stratum.protocol.sv2.JobMessage.SetNewPrevHash;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannelSuccess;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesStandard;
import io.stratum.protocol.sv2.Sv2Message;

/**
 * A miner that does what the specification says and nothing else: a target goes to the
 * jobs that come and to the future ones that are there, the block to build on is that of
 * the last SetNewPrevHash. It reads its messages when it is told to, so that it may be at
 * an older job than the server.
 */
final class FaithfulMiner {

	private final Sv2Client client;

	private final Queue<Sv2Message> unread = new ArrayDeque<>();

	private final Map<Integer, Channel> channels = new HashMap<>();

	final List<String> refusals = new ArrayList<>();

	int submitted;

	FaithfulMiner(Sv2Client client) {
		this.client = client;
	}

	/** Reads some of the messages that came. */
	void read(int count) {
		this.unread.addAll(this.client.messages());
		for (int i = 0; i < count && !this.unread.isEmpty(); i++) {
			handle(this.unread.remove());
		}
	}

	boolean isUpToDate() {
		this.unread.addAll(this.client.messages());
		return this.unread.isEmpty();
	}

	List<Channel> channels() {
		return List.copyOf(this.channels.values());
	}

	void close(Channel channel) {
		this.channels.remove(channel.id);
		this.client.send(new CloseChannel(channel.id, "bye"));
	}

	/** Finds a share of the newest job of a channel, and submits it. */
	void mine(Channel channel) {
		Job job = channel.active;
		if (job == null) {
			return;
		}
		byte[] extranonce = ByteBuffer.allocate(8).putInt(channel.standard ? 0 : ++channel.rolled).array();
		byte[] root = job.root.apply(extranonce);
		int start = channel.standard ? ++channel.rolled << 20 : 0;
		byte[] header = Sv2Mine.search(job.target::isMetBy, root, job.version, channel.tip.prevHash(), job.time,
				channel.tip.nbits(), start);
		int nonce = LittleEndian.getInt(header, 76);
		int number = ++this.submitted;
		this.client
			.send(channel.standard ? new SubmitSharesStandard(channel.id, number, job.id, nonce, job.time, job.version)
					: new SubmitSharesExtended(channel.id, number, job.id, nonce, job.time, job.version,
							Octets.of(extranonce), Octets.EMPTY));
	}

	private void handle(Sv2Message message) {
		if (message instanceof OpenStandardMiningChannelSuccess open) {
			this.channels.put(open.channelId(),
					new Channel(open.channelId(), open.groupChannelId(), true, open.target(), open.extranoncePrefix()));
		}
		else if (message instanceof OpenExtendedMiningChannelSuccess open) {
			this.channels.put(open.channelId(), new Channel(open.channelId(), open.groupChannelId(), false,
					open.target(), open.extranoncePrefix()));
		}
		else if (message instanceof SetTarget target) {
			addressed(target.channelId()).forEach((channel) -> channel.target(target.maximumTarget()));
		}
		else if (message instanceof SetExtranoncePrefix prefix) {
			addressed(prefix.channelId()).forEach((channel) -> channel.prefix = prefix.extranoncePrefix());
		}
		else if (message instanceof NewMiningJob job) {
			addressed(job.channelId()).forEach((channel) -> channel.job(job.minNtime(),
					new Job(job.jobId(), job.version(), (extranonce) -> job.merkleRoot().toInternal())));
		}
		else if (message instanceof NewExtendedMiningJob job) {
			addressed(job.channelId()).forEach((channel) -> {
				Octets prefix = channel.prefix;
				boolean standard = channel.standard;
				channel.job(job.minNtime(),
						new Job(job.jobId(), job.version(), (extranonce) -> root(job, prefix, standard, extranonce)));
			});
		}
		else if (message instanceof SetNewPrevHash prevHash) {
			addressed(prevHash.channelId()).forEach((channel) -> channel.activate(prevHash));
		}
		else if (message instanceof SubmitSharesError error) {
			this.refusals.add(error.errorCode());
		}
	}

	private List<Channel> addressed(int id) {
		return this.channels.values().stream().filter((channel) -> channel.id == id || channel.group == id).toList();
	}

	private static byte[] root(NewExtendedMiningJob job, Octets prefix, boolean standard, byte[] extranonce) {
		ByteArrayOutputStream coinbase = new ByteArrayOutputStream();
		coinbase.writeBytes(job.coinbaseTxPrefix().toByteArray());
		coinbase.writeBytes(prefix.toByteArray());
		coinbase.writeBytes(standard ? new byte[0] : extranonce);
		coinbase.writeBytes(job.coinbaseTxSuffix().toByteArray());
		byte[] node = new byte[64];
		System.arraycopy(Sha256d.hash(coinbase.toByteArray()).toInternal(), 0, node, 0, 32);
		MerklePath.fold(node, job.merklePath().stream().map(Hash256::toInternal).toArray(byte[][]::new), new Sha256d());
		return Arrays.copyOf(node, 32);
	}

	/**
	 * A channel of this miner.
	 */
	static final class Channel {

		final int id;

		private final int group;

		private final boolean standard;

		private final Map<Integer, Job> future = new HashMap<>();

		private Target target;

		private Octets prefix;

		private SetNewPrevHash tip;

		private Job active;

		private int rolled;

		private Channel(int id, int group, boolean standard, Target target, Octets prefix) {
			this.id = id;
			this.group = group;
			this.standard = standard;
			this.target = target;
			this.prefix = prefix;
		}

		private void target(Target target) {
			this.target = target;
			this.future.values().forEach((job) -> job.target = target);
		}

		private void job(OptionalInt minTime, Job job) {
			job.target = this.target;
			if (minTime.isEmpty()) {
				this.future.put(job.id, job);
				return;
			}
			if (this.tip == null) {
				throw new IllegalStateException("active job before SetNewPrevHash");
			}
			job.time = minTime.getAsInt();
			this.active = job;
		}

		private void activate(SetNewPrevHash prevHash) {
			Job job = this.future.get(prevHash.jobId());
			if (job == null) {
				throw new IllegalStateException("no future job " + prevHash.jobId());
			}
			this.future.clear();
			this.tip = prevHash;
			job.time = prevHash.minNtime();
			this.active = job;
		}

	}

	/**
	 * A job of a channel.
	 */
	private static final class Job {

		private final int id;

		private final int version;

		private final Function<byte[], byte[]> root;

		private Target target;

		private int time;

		Job(int id, int version, Function<byte[], byte[]> root) {
			this.id = id;
			this.version = version;
			this.root = root;
		}

	}

}
