package io.stratum.demo.miner;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Target;
import io.stratum.client.ReconnectRequest;
import io.stratum.client.StratumClient;
import io.stratum.client.sv2.Sv2MinerChannel;
import io.stratum.client.sv2.Sv2ErrorException;
import io.stratum.client.sv2.Sv2Job;
import io.stratum.client.sv2.Sv2MinerListener;
import io.stratum.client.sv2.Sv2MinerSession;
import io.stratum.client.sv2.Sv2Setup;
import io.stratum.client.sv2.Sv2Share;

/**
 * A miner of Stratum V2 with one channel.
 */
final class Sv2Link implements PoolLink {

	private static final int EXTRANONCE_SIZE = 4;

	private final String worker;

	private final int hashRate;

	private final boolean extended;

	Sv2Link(String worker, int hashRate, boolean extended) {
		this.worker = worker;
		this.hashRate = hashRate;
		this.extended = extended;
	}

	@Override
	public Runnable open(StratumClient client, JobBoard board) {
		Sv2MinerSession session = Sv2MinerSession
			.connect(client, Sv2Setup.of("demo-miner", "1.0"), new Messages(this.worker, board))
			.blockOptional(TIMEOUT)
			.orElseThrow();
		try {
			Mono<Sv2MinerChannel> channel = this.extended
					? session.openExtendedChannel(this.worker, this.hashRate, Target.MAX, EXTRANONCE_SIZE)
					: session.openStandardChannel(this.worker, this.hashRate, Target.MAX);
			channel.block(TIMEOUT);
			return session::close;
		}
		catch (RuntimeException ex) {
			session.close();
			throw ex;
		}
	}

	private record Messages(String worker, JobBoard board) implements Sv2MinerListener {

		@Override
		public void jobReceived(Sv2MinerChannel channel, Sv2Job job) {
			this.board.put(0, new Task(this.worker, channel, job));
		}

		@Override
		public void jobEnded(Sv2MinerChannel channel) {
			this.board.put(0, null);
		}

		@Override
		public void channelClosed(Sv2MinerChannel channel, Sv2ErrorException reason) {
			this.board.close();
		}

		@Override
		public void reconnectRequested(ReconnectRequest request) {
			this.board.reconnect(request);
		}

		@Override
		public void closed(@Nullable Throwable cause) {
			this.board.close();
		}

	}

	private record Task(String worker, Sv2MinerChannel channel, Sv2Job job) implements MiningTask {

		@Override
		public Target target() {
			return this.job.target();
		}

		@Override
		public int extranonceSize() {
			return this.job.extranonceSize();
		}

		@Override
		public byte[] header(byte[] extranonce) {
			return this.job.header(extranonce);
		}

		@Override
		public Mono<?> submit(byte[] extranonce, byte[] header) {
			return this.channel.submit(new Sv2Share(this.job, LittleEndian.getInt(header, BlockHeader.TIME_OFFSET),
					LittleEndian.getInt(header, BlockHeader.NONCE_OFFSET), this.job.version(), extranonce, null));
		}

	}

}
