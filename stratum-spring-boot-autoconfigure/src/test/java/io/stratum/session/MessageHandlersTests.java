package io.stratum.session;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessageHandlersTests {

	private static final MessageHandler<Object> FIRST = (session, message) -> Reply.TRUE;

	private static final MessageHandler<Object> SECOND = (session, message) -> Reply.NONE;

	@Test
	void countsMethodsByNameAndTypesWithoutTheirPackage() {
		MessageHandlers handlers = MessageHandlers.builder()
			.method("pool.ping", FIRST)
			.type(Solution.class, FIRST)
			.build();
		assertThat(handlers.names()).containsExactly("Solution", "pool.ping");
		assertThat(handlers.methods()).containsExactly("pool.ping");
	}

	@Test
	void letsTheLaterHandlerOfAKeyWin() {
		MessageHandlers handlers = MessageHandlers.builder()
			.method("pool.ping", FIRST)
			.method("pool.ping", SECOND)
			.type(Solution.class, FIRST)
			.type(Solution.class, SECOND)
			.build();
		assertThat(handlers.<Object>forMethod("pool.ping")).isSameAs(SECOND);
		assertThat(handlers.<Object>forType(Solution.class)).isSameAs(SECOND);
		assertThat(handlers.<Object>forMethod("pool.pong")).isNull();
	}

	private record Solution(int nonce) {

	}

}
