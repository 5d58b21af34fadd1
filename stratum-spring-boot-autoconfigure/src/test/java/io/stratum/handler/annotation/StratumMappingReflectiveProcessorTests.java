package io.stratum.handler.annotation;

import java.util.Map;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import io.stratum.session.StratumSession;

import static org.assertj.core.api.Assertions.assertThat;

class StratumMappingReflectiveProcessorTests {

	private final RuntimeHints hints = new RuntimeHints();

	StratumMappingReflectiveProcessorTests() {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, Controller.class);
	}

	@Test
	void registersHandlerMethods() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Controller.class.getDeclaredMethod("login", StratumSession.class, Login.class)))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Controller.class.getDeclaredMethod("on", IllegalStateException.class)))
			.accepts(this.hints);
	}

	@Test
	void registersWhatIsBound() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(Login.class.getDeclaredConstructor(String.class))).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Login.class.getDeclaredMethod("decode", Map.class))).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Option.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Account.class.getDeclaredMethod("name")))
			.accepts(this.hints);
	}

	@Test
	void registersNothingOfTheSession() {
		assertThat(RuntimeHintsPredicates.reflection().onType(StratumSession.class)).rejects(this.hints);
	}

	enum Option {

		ON

	}

	record Login(String user) {

		static Login decode(Map<String, String> map) {
			return new Login("");
		}

	}

	record Account(String name) {

	}

	@StratumController
	static class Controller {

		@StratumMapping("login")
		Mono<Account> login(StratumSession session, Login login) {
			return Mono.empty();
		}

		@StratumMapping("option")
		void option(@StratumParam(0) Option option) {
		}

		@StratumExceptionHandler
		String on(IllegalStateException ex) {
			return "";
		}

	}

}
