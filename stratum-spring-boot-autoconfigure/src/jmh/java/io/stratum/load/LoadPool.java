package io.stratum.load;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

import com.sun.management.ThreadMXBean;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import io.stratum.handler.annotation.NonBlocking;
import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.handler.annotation.StratumParam;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.MiningListener;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.Share;

/**
 * A pool that accepts every share, so that the accepted path can be measured by a load
 * generator that does not mine. Prints once a second how many shares it accepted, and
 * what the event loops allocated and how long they computed; and after each broadcast of
 * a job how long it took, what the event loops allocated, and when it began, by the
 * monotonic clock. Arguments are properties such as
 * {@code --stratum.listeners.tcp.port=3333}; {@code --load.tip-millis=1000} gives a new
 * tip every second.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class LoadPool {

	private final LongAdder accepted = new LongAdder();

	private volatile long allocatedBefore;

	/**
	 * Runs the pool until it is killed.
	 * @param arguments properties
	 * @throws InterruptedException if it is interrupted
	 */
	public static void main(String[] arguments) throws InterruptedException {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(LoadPool.class).web(WebApplicationType.NONE)
			.properties("stratum.listeners.tcp.address=127.0.0.1", "stratum.difficulty.variable=false",
					"stratum.difficulty.minimum=1", "stratum.difficulty.initial=1", "spring.main.banner-mode=off");
		try (ConfigurableApplicationContext context = builder.run(arguments)) {
			context.getBean(LoadPool.class).report();
		}
	}

	private void report() throws InterruptedException {
		long shares = 0;
		long[] before = loopUsage();
		while (true) {
			Thread.sleep(Duration.ofSeconds(1).toMillis());
			long sum = this.accepted.sum();
			long[] now = loopUsage();
			long count = sum - shares;
			if (count > 0) {
				System.out.printf("shares/s %d, allocated %d B (%.1f per share), cpu %d us (%.2f per share)%n", count,
						now[0] - before[0], (double) (now[0] - before[0]) / count, (now[1] - before[1]) / 1000,
						(now[1] - before[1]) / 1000.0 / count);
			}
			shares = sum;
			before = now;
		}
	}

	private static long[] loopUsage() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long[] usage = new long[2];
		for (long id : threads.getAllThreadIds()) {
			var info = threads.getThreadInfo(id);
			if (info != null && info.getThreadName().matches("stratum-(epoll|kqueue|nio)-.*")) {
				usage[0] += Math.max(0, threads.getThreadAllocatedBytes(id));
				usage[1] += Math.max(0, threads.getThreadCpuTime(id));
			}
		}
		return usage;
	}

	@Bean
	BlockTemplateSource templates(org.springframework.core.env.Environment environment) {
		LoadTemplates templates = new LoadTemplates(environment.getProperty("load.tip-millis", Integer.class, 0));
		return new BlockTemplateSource() {

			@Override
			public BlockTemplate fetch() {
				LoadPool.this.allocatedBefore = loopUsage()[0];
				return templates.fetch();
			}

			@Override
			public CompletionStage<BlockTemplate> next(BlockTemplate current) {
				return templates.next(current).thenApply((template) -> {
					LoadPool.this.allocatedBefore = loopUsage()[0];
					return template;
				});
			}

		};
	}

	@Bean
	ProofOfWork proofOfWork() {
		return EasyProofOfWork.ofHashes(0);
	}

	@Bean
	PayoutPolicy payout() {
		return new LoadPayout();
	}

	@Bean
	MiningListener counter() {
		return new MiningListener() {
			@Override
			public void shareAccepted(Share share) {
				LoadPool.this.accepted.increment();
			}

			@Override
			public void workBroadcast(int sessions, Duration elapsed) {
				long begun = System.nanoTime() - elapsed.toNanos();
				long allocated = loopUsage()[0] - LoadPool.this.allocatedBefore;
				System.out.printf("broadcast to %d in %.2f ms, allocated %.1f B per session, begun at %d%n", sessions,
						elapsed.toNanos() * 1e-6, (double) allocated / Math.max(1, sessions), begun);
			}
		};
	}

	/**
	 * A handler of an application, which does nothing.
	 */
	@StratumController
	static class EchoController {

		@NonBlocking
		@StratumMapping("load.true")
		boolean answer(@StratumParam(0) String worker, @StratumParam(1) String job) {
			return !worker.isEmpty() && !job.isEmpty();
		}

	}

}
