package io.stratum.handler.support;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.handler.annotation.StratumParam;
import io.stratum.handler.invocation.HandlerMethodArgumentResolver;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.session.StratumError;
import io.stratum.session.JsonPeer;
import io.stratum.session.StratumSession;

import static org.assertj.core.api.Assertions.assertThat;

class HandlerArgumentTests {

	private final HandlerFixture fixture = HandlerFixture.of(Controller.class, ThreadResolver.class);

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void bindsPositionalParametersToTheComponentsOfARecord() {
		assertThat(this.fixture.result("login", "alice", 7L, List.of("a", "b"), null, "surplus"))
			.isEqualTo("Login[user=alice, level=7, tags=[a, b], note=Optional.empty]");
	}

	@Test
	void bindsMissingTrailingParametersToNull() {
		assertThat(this.fixture.result("login", "alice", 7L))
			.isEqualTo("Login[user=alice, level=7, tags=null, note=Optional.empty]");
	}

	@Test
	void bindsNullToNull() {
		assertThat(this.fixture.result("login", null, 7L, null, "n"))
			.isEqualTo("Login[user=null, level=7, tags=null, note=Optional[n]]");
	}

	@Test
	void refusesAMissingPrimitive() {
		assertThat(this.fixture.error("login", "alice"))
			.isEqualTo(StratumError.of(RejectReason.MALFORMED, "Malformed parameter 1"));
		assertThat(this.fixture.error("login", "alice", null).message()).isEqualTo("Malformed parameter 1");
	}

	@Test
	void refusesValuesOfTheWrongType() {
		assertThat(this.fixture.error("login", "alice", "many").message()).isEqualTo("Malformed parameter 1");
		assertThat(this.fixture.error("login", "alice", 1.5).message()).isEqualTo("Malformed parameter 1");
		assertThat(this.fixture.error("login", "alice", 1L << 40).message()).isEqualTo("Malformed parameter 1");
		assertThat(this.fixture.error("login", "alice", Map.of()).message()).isEqualTo("Malformed parameter 1");
		assertThat(this.fixture.error("login", List.of(), 1L).message()).isEqualTo("Malformed parameter 0");
		assertThat(this.fixture.error("login", "alice", 1L, "no list").message()).isEqualTo("Malformed parameter 2");
	}

	@Test
	void takesNumbersAndTextsForEachOther() {
		assertThat(this.fixture.result("login", 5L, "7"))
			.isEqualTo("Login[user=5, level=7, tags=null, note=Optional.empty]");
	}

	@Test
	void bindsNamedParametersByName() {
		assertThat(HandlerFixture
			.settled(this.fixture.send(FakePeer.named("login", Map.of("level", 7L, "user", "bob", "x", 1L)))))
			.hasToString("Result[value=Login[user=bob, level=7, tags=null, note=Optional.empty]]");
		assertThat(HandlerFixture.settled(this.fixture.send(FakePeer.named("login", Map.of("user", "bob"))))).asString()
			.contains("message=Malformed parameter,");
	}

	@Test
	void refusesWhatTheRecordRefuses() {
		assertThat(this.fixture.error("login", "", 1L).message()).isEqualTo("Malformed parameter");
	}

	@Test
	void letsARecordDecodeTheRequestItself() {
		assertThat(this.fixture.result("decoded", "ff")).isEqualTo(255);
		assertThat(this.fixture.error("decoded", 1L).message()).isEqualTo("Malformed parameter");
	}

	@Test
	void bindsSingleParameters() {
		assertThat(this.fixture.result("params", "a", 1L, 0.5, true, "LOW", Map.of("k", List.of(1L)), null))
			.isEqualTo(Arrays.asList("a", 1L, 0.5, true, "LOW", "{k=[1]}", "Optional.empty"));
	}

	@Test
	void refusesAMissingSingleParameter() {
		assertThat(this.fixture.error("params", "a", 1L, 0.5, true, "LOW").message())
			.isEqualTo("Malformed parameter 5");
		assertThat(this.fixture.error("params", "a", 1L, 0.5, true, "MEDIUM", Map.of()).message())
			.isEqualTo("Malformed parameter 4");
		assertThat(this.fixture.error("params", "a", 1L, 0.5, true, 0L, Map.of()).message())
			.isEqualTo("Malformed parameter 4");
	}

	@Test
	void passesNullForAParameterThatIsNotRequired() {
		assertThat(this.fixture.result("optional")).isEqualTo("null Optional.empty");
		assertThat(this.fixture.result("optional", "a", 3L)).isEqualTo("a Optional[3]");
	}

	@Test
	void passesSessionAndRequest() {
		assertThat(this.fixture.result("raw", "a")).isEqualTo("00000001 raw [a]");
	}

	@Test
	void passesTheOnlyWorker() {
		this.fixture.session.authorized("alice.rig1");
		assertThat(this.fixture.result("worker", "anything")).isEqualTo("alice.rig1");
	}

	@Test
	void passesTheWorkerNamedByTheFirstParameter() {
		this.fixture.session.authorized("alice.rig1", "alice.rig2");
		assertThat(this.fixture.result("worker", "alice.rig2")).isEqualTo("alice.rig2");
		assertThat(this.fixture.error("worker", "alice.rig3").reason()).isEqualTo(RejectReason.UNAUTHORIZED);
	}

	@Test
	void refusesWithoutAWorker() {
		assertThat(this.fixture.error("worker", "alice.rig1")).isEqualTo(StratumError.of(RejectReason.UNAUTHORIZED));
	}

	@Test
	void asksResolverBeansFirst() {
		assertThat(this.fixture.result("custom")).isEqualTo(Thread.currentThread().getName());
	}

	@Test
	void mapsABinaryMessageByItsType() {
		assertThat(HandlerFixture.settled(this.fixture.sendBinary(new Sv1Response(1L, "yes", null))))
			.hasToString("Result[value=Answer[value=yes]]");
	}

	@Test
	void replacesABuiltInHandler() {
		assertThat(this.fixture.result("mining.subscribe")).isEqualTo("mine");
	}

	@Test
	void bindsTypeVariablesOfASuperclass() {
		assertThat(this.fixture.result("generic", "9")).isEqualTo(9L);
	}

	enum Level {

		LOW, HIGH

	}

	record Login(String user, int level, List<String> tags, Optional<String> note) {

		Login {
			if (user != null && user.isEmpty()) {
				throw new IllegalArgumentException("user");
			}
		}

	}

	record Answer(Object value) {

	}

	record Number(int value) {

		public static @Nullable Number decode(StratumRequest request) {
			String text = request.text(0);
			return (text != null) ? new Number(Integer.parseInt(text, 16)) : null;
		}

	}

	static class GenericController<T> {

		@StratumMapping("generic")
		T generic(@StratumParam(0) T value) {
			return value;
		}

	}

	@StratumController
	static class Controller extends GenericController<Long> {

		@StratumMapping("login")
		String login(Login login) {
			return login.toString();
		}

		@StratumMapping("decoded")
		int decoded(Number number) {
			return number.value();
		}

		@StratumMapping("params")
		List<Object> params(@StratumParam(0) String text, @StratumParam(1) long number, @StratumParam(2) double decimal,
				@StratumParam(3) boolean flag, @StratumParam(4) Level level,
				@StratumParam(5) Map<String, List<Integer>> map, @StratumParam(6) Optional<String> optional) {
			return List.of(text, number, decimal, flag, level.name(), map.toString(), optional.toString());
		}

		@StratumMapping("optional")
		String optional(@StratumParam(value = 0, required = false) @Nullable String text,
				@StratumParam(1) Optional<Integer> number) {
			return text + " " + number;
		}

		@StratumMapping("raw")
		String raw(StratumRequest request, StratumSession session, JsonPeer peer) {
			return peer.id() + " " + request.method() + " " + request.params();
		}

		@StratumMapping("worker")
		String worker(Worker worker) {
			return worker.name();
		}

		@StratumMapping("custom")
		String custom(Thread thread) {
			return thread.getName();
		}

		@StratumMapping
		Answer binary(Sv1Response message) {
			return new Answer(message.result());
		}

		@StratumMapping("mining.subscribe")
		String subscribe() {
			return "mine";
		}

	}

	@Component
	static class ThreadResolver implements HandlerMethodArgumentResolver {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.getParameterType() == Thread.class;
		}

		@Override
		public Object resolveArgument(MethodParameter parameter, StratumSession session, Object message) {
			return Thread.currentThread();
		}

	}

}
