package io.stratum.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application can be processed ahead of time.
 */
class AheadOfTimeTests {

	@Test
	void registersHintsForPropertiesAndHandlers() {
		RuntimeHints hints = process();
		assertThat(RuntimeHintsPredicates.reflection().onType(ListenerProperties.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(SessionProperties.class, "getIdleTimeout"))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(DifficultyProperties.class, "setInitial"))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Controller.class, "ping")).accepts(hints);
	}

	private static RuntimeHints process() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues
			.of("stratum.listeners.tcp.port=0", "management.endpoints.web.exposure.include=stratum,stratumsessions")
			.applyTo(context);
		context.register(Application.class, Controller.class, EmptyTemplates.class);
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("io.stratum", "Application")), new InMemoryGeneratedFiles());
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		return generation.getRuntimeHints();
	}

	@EnableAutoConfiguration
	static class Application {

	}

	@StratumController
	static class Controller {

		@StratumMapping("pool.ping")
		String ping() {
			return "pong";
		}

	}

}
