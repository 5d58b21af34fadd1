package io.stratum.client.transport;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServerEndpoint}.
 */
class ServerEndpointTests {

	@ParameterizedTest
	@CsvSource({ "stratum+tcp://pool.example:3333,pool.example,3333,false,false",
			"STRATUM+TCP://pool.example:3333,pool.example,3333,false,false",
			"stratum+ssl://pool.example:3334,pool.example,3334,true,false",
			"ws://pool.example/stratum,pool.example,80,false,true",
			"ws://pool.example:3335/stratum,pool.example,3335,false,true",
			"wss://pool.example/stratum,pool.example,443,true,true", "stratum+tcp://[::1]:3333,::1,3333,false,false" })
	void readsTheUri(String uri, String host, int port, boolean tls, boolean webSocket) {
		assertThat(ServerEndpoint.of(URI.create(uri)))
			.isEqualTo(new ServerEndpoint(URI.create(uri), host, port, tls, webSocket, false, null));
	}

	@Test
	void refusesAnotherScheme() {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerEndpoint.of(URI.create("http://pool.example:80")))
			.withMessage(
					"scheme: \"http\" (expected: stratum+tcp, stratum+ssl, stratum2+tcp, ws or wss) in http://pool.example:80");
	}

	@Test
	void refusesTcpWithoutPort() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ServerEndpoint.of(URI.create("stratum+tcp://pool.example")))
			.withMessage("port: none (expected: 1 to 65535) in stratum+tcp://pool.example");
	}

	@Test
	void refusesPortBeyondTheRange() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ServerEndpoint.of(URI.create("stratum+tcp://pool.example:65536")))
			.withMessageStartingWith("port: 65536 (expected: 1 to 65535)");
	}

	@Test
	void refusesUriWithoutHost() {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerEndpoint.of(URI.create("ws:/stratum")))
			.withMessageStartingWith("host: none");
	}

	@Test
	void readsTheAuthorityKey() {
		String key = "9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXh";
		ServerEndpoint endpoint = ServerEndpoint.of(URI.create("stratum2+tcp://pool.example:34254/" + key));
		assertThat(endpoint.sv2Only()).isTrue();
		assertThat(endpoint.authority()).hasToString(key);
		assertThat(ServerEndpoint.of(URI.create("stratum2+tcp://pool.example:34254")).authority()).isNull();
		assertThat(ServerEndpoint.of(URI.create("stratum2+tcp://pool.example:34254/")).authority()).isNull();
	}

	@Test
	void refusesWhatIsNoAuthorityKey() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ServerEndpoint.of(URI.create("stratum2+tcp://pool.example:34254/9bXi")))
			.withMessageEndingWith("in stratum2+tcp://pool.example:34254/9bXi");
	}

}
