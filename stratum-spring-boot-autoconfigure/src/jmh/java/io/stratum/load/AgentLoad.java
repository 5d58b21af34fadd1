package io.stratum.load;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import com.sun.management.ThreadMXBean;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.stratum.client.StratumClient;
import io.stratum.client.btcagent.AgentListener;
import io.stratum.client.btcagent.AgentSession;
import io.stratum.client.btcagent.AgentSetup;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.ProofOfWork;

/**
 * Ten thousand workers behind five connections of an agent, which mine at a pool in the
 * same process for a minute. Prints one line of JSON and exits with 1 if a share was
 * lost, or credited to another worker than the one that found it.
 * <p>
 * Workers are of speeds that suit the difficulties 1, 2, 4, 8 and 16, and all start at 4.
 * Once the pool has found out, each has a share every 10 seconds. Bytes are those in the
 * TCP segments, without their headers; {@code serverHeapPerWorker} is that of a worker
 * which has not found a share yet, and {@code heapPerWorkerAfterRun} has the shares known
 * as seen, the workers of the client, and what this program notes down.
 * <p>
 * Run with <pre>
 * mvn -Pjmh -pl stratum-spring-boot-autoconfigure -am verify \
 *     -Dbenchmarks.main=io.stratum.load.AgentLoad -Dbenchmarks=--load.seconds=60
 * </pre> {@code -Dbenchmarks} has the arguments, which are properties:
 * {@code --load.warm-up-seconds=120} measures when the difficulties have settled (shares
 * are checked from the beginning), {@code --load.workers=2000} is per connection,
 * {@code --load.seed=1} is the chance of the workers, and {@code --load.tip-millis=30000}
 * has a new tip come in that interval.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class AgentLoad {

	private static final int CONNECTIONS = 5;

	private static final String ACCOUNT = "farm";

	private static final double SLOWEST = 1;

	private static final int SPEEDS = 5;

	private final LoadLedger ledger = new LoadLedger();

	private final LoadTraffic traffic = new LoadTraffic();

	private final ProofOfWork proofOfWork = EasyProofOfWork.ofHashes(2);

	/**
	 * Runs once.
	 * @param arguments properties
	 * @throws Exception if the run did not come to its end
	 */
	public static void main(String[] arguments) throws Exception {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(AgentLoad.class).web(WebApplicationType.NONE)
			.properties("stratum.listeners.tcp.address=127.0.0.1", "stratum.listeners.tcp.port=0",
					"stratum.difficulty.minimum=1", "stratum.difficulty.initial=4", "spring.main.banner-mode=off");
		boolean right;
		try (ConfigurableApplicationContext context = builder.run(arguments)) {
			right = context.getBean(AgentLoad.class).run(context.getEnvironment());
		}
		System.exit(right ? 0 : 1);
	}

	static String name(int connection, int session) {
		return "rig" + connection + "-" + session;
	}

	private boolean run(Environment environment) throws Exception {
		int port = environment.getRequiredProperty("local.stratum.port", Integer.class);
		int workers = environment.getProperty("load.workers", Integer.class, 2000);
		long idleHeap = idleHeap(port, workers);
		long heap = liveHeap();
		LoopResources loops = LoopResources.create("agent-load", 1, true);
		StratumClient client = StratumClient.builder()
			.uri("stratum+tcp://127.0.0.1:" + port)
			.loopResources(loops)
			.build();
		List<AgentSession> sessions = new ArrayList<>();
		for (int i = 0; i < CONNECTIONS; i++) {
			sessions.add(connect(client, i, workers));
		}
		boolean right = mine(sessions, environment);
		double all = workers * CONNECTIONS;
		System.out.printf(Locale.ROOT,
				",\"workers\":%.0f,\"serverHeapPerWorker\":%.0f,\"heapPerWorkerAfterRun\":%.0f}%n", all, idleHeap / all,
				(liveHeap() - heap) / all);
		sessions.forEach(AgentSession::close);
		loops.disposeLater().block();
		return right;
	}

	private boolean mine(List<AgentSession> sessions, Environment environment) throws Exception {
		int seconds = environment.getProperty("load.seconds", Integer.class, 60);
		int warmUp = environment.getProperty("load.warm-up-seconds", Integer.class, 0);
		long seed = environment.getProperty("load.seed", Long.class, 1L);
		LoadMiners miners = new LoadMiners(this.proofOfWork, this.ledger);
		for (int i = 0; i < CONNECTIONS; i++) {
			start(miners, sessions.get(i), i, seed);
		}
		Thread.sleep(Duration.ofSeconds(warmUp).toMillis());
		LoadTraffic.Count start = this.traffic.count();
		long sharesBefore = this.ledger.summary().accepted();
		long cpu = serverCpu();
		Thread.sleep(Duration.ofSeconds(seconds).toMillis());
		cpu = serverCpu() - cpu;
		LoadTraffic.Count count = this.traffic.count().since(start);
		long shares = this.ledger.summary().accepted() - sharesBefore;
		miners.stop();
		await(this.ledger::isSettled);
		LoadLedger.Summary summary = this.ledger.summary();
		report(summary);
		System.out.printf(Locale.ROOT, ",\"seconds\":%d,\"sharesPerSecond\":%.1f,\"serverCpuSeconds\":%.2f", seconds,
				(double) shares / seconds, cpu / 1e9);
		report(count, seconds);
		return summary.isRight() && summary.recorded() > 0;
	}

	private static void report(LoadLedger.Summary summary) {
		summary.refusals().forEach((reason, count) -> System.err.println("Refused: " + count + " for: " + reason));
		System.out.printf(Locale.ROOT,
				"{\"submitted\":%d,\"accepted\":%d,\"recorded\":%d,\"wrongCredits\":%d,\"unanswered\":%d,"
						+ "\"workersDiffering\":%d,\"refused\":%d",
				summary.submitted(), summary.accepted(), summary.recorded(), summary.wrong(), summary.unanswered(),
				summary.differing(), summary.submitted() - summary.accepted() - summary.unanswered());
	}

	private void report(LoadTraffic.Count count, double seconds) {
		LoadTraffic.Count all = this.traffic.count();
		System.out.printf(Locale.ROOT,
				",\"difficultyFrames\":%d,\"workersPerFrame\":%.1f,\"bytesInPerSecond\":%.0f,\"bytesOutPerSecond\":%.0f",
				all.difficultyFrames(), (double) all.difficultyWorkers() / Math.max(1, all.difficultyFrames()),
				count.received() / seconds, count.sent() / seconds);
		System.out.printf(Locale.ROOT,
				",\"kbitInPerSecond\":%.1f,\"kbitOutPerSecond\":%.1f,\"readsPerSecond\":%.0f,\"flushesPerSecond\":%.0f",
				count.received() * 8e-3 / seconds, count.sent() * 8e-3 / seconds, count.reads() / seconds,
				count.flushes() / seconds);
	}

	private long idleHeap(int port, int workers) throws Exception {
		try (IdleAgents agents = new IdleAgents()) {
			for (int i = 0; i < CONNECTIONS; i++) {
				agents.connect(port);
			}
			long heap = liveHeap();
			long expected = this.traffic.count().received() + agents.register(workers);
			await(() -> this.traffic.count().received() == expected);
			return liveHeap() - heap;
		}
	}

	private static AgentSession connect(StratumClient client, int connection, int workers) {
		AgentSession session = AgentSession.connect(client, AgentSetup.of(ACCOUNT), new AgentListener() {
		}).block();
		for (int i = 0; i < workers; i++) {
			session.register("cgminer/4.11.1", name(connection, i)).block();
		}
		return session;
	}

	private static void start(LoadMiners miners, AgentSession session, int connection, long seed) throws Exception {
		await(() -> session.workers().stream().allMatch((worker) -> worker.job() != null));
		session.workers().forEach((worker) -> {
			long number = (long) connection << 16 | worker.session();
			miners.start(worker, ACCOUNT + '.' + worker.name(), Math.scalb(SLOWEST, worker.session() % SPEEDS),
					new SplittableRandom(seed << 32 ^ number));
		});
	}

	private static void await(BooleanSupplier condition) throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (!condition.getAsBoolean() && System.nanoTime() < end) {
			Thread.sleep(50);
		}
	}

	private static long liveHeap() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			Thread.sleep(300);
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static long serverCpu() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long time = 0;
		for (long id : threads.getAllThreadIds()) {
			var info = threads.getThreadInfo(id);
			if (info != null && !info.getThreadName().startsWith("agent-load")
					&& !info.getThreadName().equals("main")) {
				time += Math.max(0, threads.getThreadCpuTime(id));
			}
		}
		return time;
	}

	@Bean
	BlockTemplateSource templates(Environment environment) {
		return new LoadTemplates(environment.getProperty("load.tip-millis", Integer.class, 0));
	}

	@Bean
	ProofOfWork proofOfWork() {
		return this.proofOfWork;
	}

	@Bean
	PayoutPolicy payout() {
		return new LoadPayout();
	}

	@Bean
	LoadLedger ledger() {
		return this.ledger;
	}

	@Bean
	LoadTraffic traffic() {
		return this.traffic;
	}

}
