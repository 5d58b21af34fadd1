package io.stratum.faults;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.bitcoin.TxOutput;
import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.mining.Authentication;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockSubmitter;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.CustomJobPolicy;
import io.stratum.mining.MiningListener;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.Worker;
import io.stratum.mining.WorkerAuthenticator;
import io.stratum.mining.ban.Ban;
import io.stratum.mining.ban.BanPolicy;
import io.stratum.mining.ban.BanStore;
import io.stratum.mining.ban.BanSubject;
import io.stratum.mining.ban.IpNetwork;
import io.stratum.mining.ban.Offence;
import io.stratum.mining.ban.ShareJudge;
import io.stratum.mining.pow.Sha256dProofOfWork;
import io.stratum.mining.vardiff.ChannelDifficulty;
import io.stratum.mining.vardiff.DifficultyPolicy;

/**
 * A pool each of whose beans can be made faulty. Every hash is a share; every second one
 * a block.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class FaultyPool {

	/** An address of the network regtest. */
	static final String ADDRESS = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

	/** Half of all hashes are blocks. */
	static final int EASY_BITS = 0x207fffff;

	private static final Target EVERY_HASH = Target.of(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));

	private static final ShareJudge INNOCENT = new ShareJudge() {

		@Override
		public @Nullable Duration accepted() {
			return FaultyBean.BANS.act(() -> null);
		}

		@Override
		public @Nullable Duration rejected(RejectReason reason) {
			return FaultyBean.BANS.act(() -> null);
		}

	};

	@Bean
	Chain chain() {
		return new Chain();
	}

	@Bean
	BlockTemplateSource templates(Chain chain) {
		return new BlockTemplateSource() {

			@Override
			public BlockTemplate fetch() {
				return FaultyBean.TEMPLATES.act(chain::template);
			}

			@Override
			public CompletionStage<BlockTemplate> next(BlockTemplate current) {
				return FaultyBean.TEMPLATES.act(() -> chain.after(current));
			}

		};
	}

	@Bean
	WorkerAuthenticator authenticator() {
		return (AuthenticationRequest request) -> FaultyBean.AUTHENTICATOR
			.act(() -> Authentication.accepted(new Worker(request.workerName(), "account")));
	}

	@Bean
	CustomJobPolicy customJobs() {
		return (job, current) -> FaultyBean.CUSTOM_JOBS.act(CustomJobPolicy.Decision::accepted);
	}

	@Bean
	ShareRecorder recorder() {
		return (List<Share> shares) -> FaultyBean.RECORDER.act(() -> 0);
	}

	@Bean
	BlockSubmitter faultySubmitter() {
		return (block) -> FaultyBean.SUBMITTER.act(() -> BlockOutcome.ACCEPTED);
	}

	@Bean
	BlockSubmitter submitter(Chain chain) {
		return (block) -> {
			chain.blocks.add(block.hash());
			return BlockOutcome.ACCEPTED;
		};
	}

	@Bean
	PayoutPolicy payout() {
		return new PayoutPolicy() {

			@Override
			public String payout(Worker worker) {
				return worker.name().startsWith("other") ? worker.name() : "pool";
			}

			@Override
			public List<TxOutput> outputs(PayoutRequest request) {
				return FaultyBean.PAYOUT.act(() -> List.of(new TxOutput(request.value(), new byte[] { 0x51 })));
			}

		};
	}

	@Bean
	DifficultyPolicy difficulty() {
		return (limits, now) -> FaultyBean.DIFFICULTY.act(() -> new Steady(limits.initial()));
	}

	@Bean
	ProofOfWork proofOfWork() {
		Sha256dProofOfWork function = new Sha256dProofOfWork();
		return new ProofOfWork() {

			@Override
			public void hash(byte[] header, byte[] hash) {
				FaultyBean.PROOF_OF_WORK.act(() -> {
					function.hash(header, hash);
					return hash;
				});
			}

			@Override
			public Target difficultyOne() {
				return EVERY_HASH;
			}

		};
	}

	@Bean
	BanStore banStore() {
		return new BanStore() {

			@Override
			public void save(Ban ban) {
				FaultyBean.BAN_STORE.act(() -> ban);
			}

			@Override
			public void remove(BanSubject subject) {
				FaultyBean.BAN_STORE.act(() -> subject);
			}

			@Override
			public Collection<Ban> load(Instant now) {
				return FaultyBean.BAN_STORE.act(List::of);
			}

		};
	}

	@Bean
	BanPolicy banPolicy() {
		return new BanPolicy() {

			@Override
			public ShareJudge watch(Worker worker, IpNetwork source) {
				return FaultyBean.BANS.act(() -> INNOCENT);
			}

			@Override
			public @Nullable Duration offended(Offence offence) {
				return FaultyBean.BANS.act(() -> null);
			}

		};
	}

	@Bean
	MiningListener listener() {
		return new MiningListener() {

			@Override
			public void workerAuthorized(AuthenticationRequest request, Worker worker) {
				FaultyBean.LISTENER.act(() -> worker);
			}

			@Override
			public void workerRefused(AuthenticationRequest request, String message) {
				FaultyBean.LISTENER.act(() -> message);
			}

			@Override
			public void shareAccepted(Share share) {
				FaultyBean.LISTENER.act(() -> share);
			}

			@Override
			public void shareRejected(String worker, RejectReason reason) {
				FaultyBean.LISTENER.act(() -> reason);
			}

			@Override
			public void blockFound(Block block) {
				FaultyBean.LISTENER.act(() -> block);
			}

			@Override
			public void blockSubmitted(Block block, String submitter, BlockOutcome outcome) {
				FaultyBean.LISTENER.act(() -> outcome);
			}

			@Override
			public void workPublished(BlockTemplate template, boolean newTip) {
				FaultyBean.LISTENER.act(() -> template);
			}

			@Override
			public void workBroadcast(int sessions, Duration elapsed) {
				FaultyBean.LISTENER.act(() -> elapsed);
			}

		};
	}

	/**
	 * What a user adds to the pool.
	 */
	@StratumController
	static class Controller {

		@StratumMapping("pool.ping")
		String ping() {
			return FaultyBean.HANDLER.act(() -> "pong");
		}

	}

	/**
	 * The chain that is mined on, and the blocks that reached it.
	 */
	static final class Chain {

		final Set<Hash256> blocks = ConcurrentHashMap.newKeySet();

		private BlockTemplate current = template(1000);

		private CompletableFuture<BlockTemplate> next = new CompletableFuture<>();

		synchronized BlockTemplate template() {
			return this.current;
		}

		synchronized CompletionStage<BlockTemplate> after(BlockTemplate template) {
			return template.previousBlock().equals(this.current.previousBlock()) ? this.next.copy()
					: CompletableFuture.completedFuture(this.current);
		}

		/**
		 * A block is found by somebody else.
		 * @return the block that is mined on from now on
		 */
		Hash256 grow() {
			CompletableFuture<BlockTemplate> waiting;
			BlockTemplate template;
			synchronized (this) {
				template = template(this.current.height() + 1);
				this.current = template;
				waiting = this.next;
				this.next = new CompletableFuture<>();
			}
			waiting.complete(template);
			return template.previousBlock();
		}

		private static BlockTemplate template(int height) {
			long now = Instant.now().getEpochSecond();
			byte[] previous = ByteBuffer.allocate(Hash256.LENGTH).putInt(height).array();
			return BlockTemplate.builder()
				.previousBlock(Hash256.ofInternal(previous))
				.height(height)
				.version(0x20000000)
				.nBits(EASY_BITS)
				.time(now)
				.minTime(now - 600)
				.coinbaseValue(5_000_000_000L)
				.fetched(Instant.now())
				.build();
		}

	}

	/**
	 * A difficulty that stays, if asked.
	 *
	 * @param initial the difficulty
	 */
	private record Steady(double initial) implements ChannelDifficulty {

		@Override
		public double current() {
			return FaultyBean.DIFFICULTY.act(() -> this.initial);
		}

		@Override
		public boolean shareAccepted(double difficulty, long nowNanos) {
			return FaultyBean.DIFFICULTY.act(() -> false);
		}

		@Override
		public boolean timePassed(long nowNanos) {
			return FaultyBean.DIFFICULTY.act(() -> false);
		}

		@Override
		public boolean suggest(double difficulty, long nowNanos) {
			return FaultyBean.DIFFICULTY.act(() -> false);
		}

	}

}
