package io.stratum.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.buffer.ByteBuf;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.stratum.autoconfigure.mining.StratumMiningAutoConfiguration;
import io.stratum.autoconfigure.server.StratumServerAutoConfiguration;
import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.handler.support.HandlerMethods;
import io.stratum.server.StratumServer;
import io.stratum.session.MessageHandlers;
import io.stratum.session.SessionFactory;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionRegistry;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class StratumAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(StratumAutoConfiguration.class, StratumMiningAutoConfiguration.class, StratumServerAutoConfiguration.class,
				SslAutoConfiguration.class, TaskExecutionAutoConfiguration.class));

	@Test
	void doesNotServeWithoutAnythingToServeAndSaysSo(CapturedOutput output) {
		// whatever the level of an application before it in the same process
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(StratumServingCheck.class.getName(), LogLevel.INFO);
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(StratumServer.class));
		assertThat(output).contains("Stratum is not served: the application has neither a @StratumController bean nor "
				+ "a BlockTemplateSource bean");
	}

	@Test
	void refusesListenersWithoutAnythingToServe() {
		this.runner.withPropertyValues("stratum.listeners.tcp.port=0").run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalyzedException failure = failure(context.getStartupFailure());
			assertThat(failure.analysis().getDescription())
				.isEqualTo("Property 'stratum.listeners' is set, but there is nothing to serve: the application has "
						+ "neither a @StratumController bean nor a BlockTemplateSource bean.");
			assertThat(failure.analysis().getAction()).isEqualTo("Declare a @StratumController bean to handle "
					+ "messages, or a BlockTemplateSource bean to mine, or remove the property.");
		});
	}

	@Test
	void refusesMappingPathWithoutWebServer() {
		this.runner.withBean(Controller.class)
			.withPropertyValues("stratum.websocket.mapping-path=/stratum")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(failure(context.getStartupFailure()).analysis().getDescription())
					.isEqualTo("Property 'stratum.websocket.mapping-path' is set, but the application has no web "
							+ "server for it, which is one for servlets, or Reactor Netty.");
			});
	}

	@Test
	void refusesMappingPathOnServletsWithoutWebSocket() {
		this.runner.withBean(Controller.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.web.socket"))
			.withPropertyValues("stratum.websocket.mapping-path=/stratum")
			.run((context) -> {
				assertThat(context).hasFailed();
				FailureAnalysis analysis = failure(context.getStartupFailure()).analysis();
				assertThat(analysis.getDescription())
					.isEqualTo("Property 'stratum.websocket.mapping-path' is set, but spring-websocket is not on the "
							+ "class path.");
				assertThat(analysis.getAction()).startsWith("Add 'spring-boot-starter-websocket'");
			});
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withBean(Controller.class)
			.withPropertyValues("stratum.enabled=false", "stratum.listeners.tcp.port=0")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(StratumSettings.class)
				.doesNotHaveBean(StratumServer.class)
				.doesNotHaveBean(SessionRegistry.class));
	}

	@Test
	void backsOffWithoutNetty() {
		this.runner.withClassLoader(new FilteredClassLoader(ByteBuf.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(StratumSettings.class));
	}

	@Test
	void backsOffWithoutJackson() {
		this.runner.withClassLoader(new FilteredClassLoader(JsonFactory.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(StratumSettings.class));
	}

	@Test
	void hasNoHandlerMethodsWithoutJacksonDatabind() {
		this.runner.withClassLoader(new FilteredClassLoader(JsonMapper.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(MessageHandlers.class)
				.doesNotHaveBean(HandlerMethods.class));
	}

	@Test
	void fillsTableWithMethodsOfControllers() {
		this.runner.withBean(Controller.class)
			.withPropertyValues("stratum.listeners.tcp.port=0", "stratum.listeners.tcp.address=127.0.0.1")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(StratumServer.class);
				assertThat(context.getBean(MessageHandlers.class).methods()).containsExactly("pool.ping");
			});
	}

	@Test
	void refusesHandlerThatCannotWork() {
		this.runner.withBean(Controller.class)
			.withBean("another", Controller.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("Message 'pool.ping' is mapped by two methods"));
	}

	@Test
	void keepsBeansOfTheUser() {
		SessionFactory factory = (connection, settings) -> {
			throw new IllegalStateException();
		};
		MessageHandlers handlers = MessageHandlers.builder().build();
		this.runner.withBean(SessionFactory.class, () -> factory)
			.withBean(MessageHandlers.class, () -> handlers)
			.run((context) -> {
				assertThat(context.getBean(SessionFactory.class)).isSameAs(factory);
				assertThat(context.getBean(MessageHandlers.class)).isSameAs(handlers);
			});
	}

	@Test
	void observersHearTogether() {
		this.runner.withUserConfiguration(Observers.class).run((context) -> {
			context.getBean(SessionObservers.class).all().refused("tcp", "max-connections");
			assertThat(context.getBean(Observers.class).heard).containsExactlyInAnyOrder("a tcp", "b tcp");
		});
	}

	@Test
	void anObserverThatFailsHarmsNeitherTheOthersNorWhoTellsIt() {
		SessionObserver broken = new SessionObserver() {
			@Override
			public void refused(String listener, String reason) {
				throw new LinkageError("broken");
			}
		};
		this.runner.withBean("broken", SessionObserver.class, () -> broken)
			.withUserConfiguration(Observers.class)
			.run((context) -> {
				SessionObservers observers = context.getBean(SessionObservers.class);
				observers.all().refused("tcp", "max-connections");
				assertThat(context.getBean(Observers.class).heard).containsExactlyInAnyOrder("a tcp", "b tcp");
				assertThat(observers.faults()).singleElement()
					.satisfies((fault) -> assertThat(fault.text()).contains("broken"));
			});
	}

	@Test
	void leavesTheTaskExecutorOfSpringBootAlone() {
		this.runner.run((context) -> {
			assertThat(context).hasBean("applicationTaskExecutor");
			assertThat(context.getBeanNamesForType(Executor.class)).containsExactly("applicationTaskExecutor");
		});
	}

	@Test
	void blocksOnTheTaskExecutorOfTheApplication() {
		this.runner.run(
				(context) -> assertThat(threadOf(context.getBean(BlockingTasks.class).executor())).startsWith("task-"));
	}

	@Test
	void blocksOnThreadsOfItsOwnWhenTheTaskExecutorTakesNoTasks() {
		BlockingTasks tasks = new BlockingTasks((task) -> {
			throw new RejectedExecutionException("closing");
		}, false);
		assertThat(threadOf(tasks.executor())).isEqualTo("stratum-task");
		tasks.destroy();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void blocksOnVirtualThreadsAlsoWhenTheApplicationHasAnExecutorOfItsOwn() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true")
			.withBean("mine", Executor.class, () -> Runnable::run)
			.run((context) -> {
				assertThat(context).doesNotHaveBean("applicationTaskExecutor");
				BlockingTasks tasks = context.getBean(BlockingTasks.class);
				AtomicReference<Thread> thread = new AtomicReference<>();
				tasks.executor().execute(() -> thread.set(Thread.currentThread()));
				Awaitility.await().until(() -> thread.get() != null);
				assertThat(thread.get().getClass().getSimpleName()).isEqualTo("VirtualThread");
				assertThat(tasks.threads().newThread(() -> {
				})).hasSameClassAs(thread.get());
			});
	}

	@Test
	void keepsNoApplicationAliveThatServesNothing() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		this.runner.withPropertyValues("stratum.enabled=true")
			.run((context) -> assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> !before.contains(thread))
				.filteredOn((thread) -> thread.getName().startsWith("stratum"))
				.allMatch(Thread::isDaemon));
	}

	@Test
	void listsEachAutoConfigurationAndNothingElse() throws Exception {
		List<String> listed = ImportCandidates.load(AutoConfiguration.class, null).getCandidates();
		List<String> ours = listed.stream().filter((name) -> name.startsWith("io.stratum.")).toList();
		assertThat(ours).isSorted().hasSize(10).allSatisfy((name) -> {
			Class<?> type = Class.forName(name);
			assertThat(type).hasAnnotation(AutoConfiguration.class).isFinal().isPublic();
		});
	}

	@Test
	void conditionReportNamesTheServer() {
		this.runner.run((context) -> {
			ConditionEvaluationReport report = ConditionEvaluationReport.get(context.getBeanFactory());
			assertThat(report.getConditionAndOutcomesBySource().get(StratumServerAutoConfiguration.class.getName()))
				.isNotNull();
		});
	}

	private static String threadOf(Executor executor) {
		CompletableFuture<String> name = new CompletableFuture<>();
		executor.execute(() -> name.complete(Thread.currentThread().getName()));
		return name.orTimeout(10, TimeUnit.SECONDS).join();
	}

	private static FailureAnalyzedException failure(Throwable failure) {
		Throwable current = failure;
		while (!(current instanceof FailureAnalyzedException)) {
			current = current.getCause();
		}
		return (FailureAnalyzedException) current;
	}

	@StratumController
	static class Controller {

		@StratumMapping("pool.ping")
		String ping() {
			return "pong";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Observers {

		final Set<String> heard = ConcurrentHashMap.newKeySet();

		@Bean
		SessionObserver first() {
			return observer("a");
		}

		@Bean
		SessionObserver second() {
			return observer("b");
		}

		private SessionObserver observer(String name) {
			return new SessionObserver() {
				@Override
				public void refused(String listener, String reason) {
					Observers.this.heard.add(name + " " + listener);
				}
			};
		}

	}

}
