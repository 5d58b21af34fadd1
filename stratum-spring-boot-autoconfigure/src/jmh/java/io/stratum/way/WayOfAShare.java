package io.stratum.way;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.Worker;
import io.stratum.mining.pow.Sha256dProofOfWork;
import io.stratum.test.ScriptedMiner;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.not;

/**
 * Prints how many calls, classes and changes of class a login and a share of Stratum V1
 * take, in a pool by its real auto-configuration. A change of class is a call whose
 * caller, the innermost of ours on the thread, is another class. With the argument
 * {@code details}, each class is listed with what was called of it.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class WayOfAShare {

	private static final Target EASY = Target.of(java.math.BigInteger.ONE.shiftLeft(256).subtract(java.math.BigInteger.ONE));

	/**
	 * Runs the trips.
	 * @param arguments {@code details} or nothing
	 */
	public static void main(String[] arguments) {
		boolean details = Arrays.asList(arguments).contains("details");
		instrument();
		SpringApplicationBuilder builder = new SpringApplicationBuilder(WayOfAShare.class).web(WebApplicationType.NONE)
			.properties("stratum.listeners.tcp.address=127.0.0.1", "stratum.listeners.tcp.port=0",
					"stratum.difficulty.variable=false", "stratum.difficulty.minimum=1",
					"stratum.difficulty.initial=1", "stratum.mining.job-interval=5m", "spring.main.banner-mode=off",
					"logging.level.root=warn");
		try (ConfigurableApplicationContext context = builder.run()) {
			int port = context.getEnvironment().getRequiredProperty("local.stratum.port", Integer.class);
			awaitWork(port);
			travel(port, details);
		}
	}

	private static void instrument() {
		ByteBuddyAgent.install();
		new AgentBuilder.Default().with(AgentBuilder.TypeStrategy.Default.REDEFINE)
			.type(nameStartsWith("io.stratum.").and(not(nameStartsWith("io.stratum.way.")))
				.and(not(nameStartsWith("io.stratum.client.")))
				.and(not(nameStartsWith("io.stratum.test."))))
			.transform((types, type, loader, module, domain) -> types
				.visit(Advice.to(Trace.OfMethods.class).on(isMethod().and(not(isAbstract()))))
				.visit(Advice.to(Trace.OfConstructors.class).on(isConstructor())))
			.installOnByteBuddyAgent();
	}

	private static void awaitWork(int port) {
		for (int i = 0; i < 100; i++) {
			try (ScriptedMiner miner = ScriptedMiner.connect(port)) {
				miner.request("mining.subscribe", "way/1");
				if (miner.request("mining.authorize", "first", "x").path("result").asBoolean(false)) {
					return;
				}
			}
		}
		throw new IllegalStateException("no work");
	}

	private static void travel(int port, boolean details) {
		try (ScriptedMiner miner = ScriptedMiner.connect(port)) {
			miner.request("mining.subscribe", "way/1");
			Trace.start();
			miner.send("mining.authorize", "worker", "x");
			JsonNode job = miner.awaitMethod("mining.notify").path("params");
			Trace.stop();
			Trace.print("V1 authorize to notify", details);
			submit(miner, job, 1);
			submit(miner, job, 2);
			Trace.start();
			submit(miner, job, 3);
			Trace.stop();
			Trace.print("V1 share, recorded", details);
			Trace.start();
			submit(miner, job, 3);
			Trace.stop();
			Trace.print("V1 duplicate", details);
		}
	}

	private static void submit(ScriptedMiner miner, JsonNode job, int nonce) {
		JsonNode answer = miner.request("mining.submit", "worker", job.path(0).asString(), "00000000" + "00000000",
				job.path(7).asString(), String.format("%08x", nonce));
		System.out.println(answer);
	}

	@Bean
	BlockTemplateSource templates() {
		BlockTemplate template = BlockTemplate.builder()
.previousBlock(Hash256.ofInternal(new byte[Hash256.LENGTH]))
.height(900_000)
.nBits(0x1702a3c0)
.time(Instant.now().getEpochSecond())
.minTime(Instant.now().getEpochSecond() - 600)
.coinbaseValue(312_500_000)
.fetched(Instant.now().plus(Duration.ofHours(1)))
.build();
		return () -> template;
	}

	@Bean
	ShareRecorder recorder() {
		return (shares) -> {
		};
	}

	@Bean
	ProofOfWork proofOfWork() {
		Sha256dProofOfWork function = new Sha256dProofOfWork();
		return new ProofOfWork() {

			@Override
			public void hash(byte[] header, byte[] hash) {
				function.hash(header, hash);
			}

			@Override
			public Target difficultyOne() {
				return EASY;
			}

		};
	}

	@Bean
	PayoutPolicy payout() {
		return new PayoutPolicy() {

			@Override
			public String payout(Worker worker) {
				return "pool";
			}

			@Override
			public List<TxOutput> outputs(PayoutRequest request) {
				return List.of(new TxOutput(request.value(), new byte[34]));
			}

		};
	}

}
