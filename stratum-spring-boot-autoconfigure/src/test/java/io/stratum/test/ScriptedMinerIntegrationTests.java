package io.stratum.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ScriptedMinerIntegrationTests {

	private ServerSocket server;

	private ScriptedMiner miner;

	private Socket peer;

	@BeforeEach
	void connect() throws IOException {
		this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		this.miner = ScriptedMiner.connect(this.server.getLocalPort());
		this.peer = this.server.accept();
	}

	@AfterEach
	void close() throws IOException {
		this.miner.close();
		this.peer.close();
		this.server.close();
	}

	private void reply(String text) throws IOException {
		this.peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void sendsRequestsWithIds() throws IOException {
		assertThat(this.miner.send("mining.subscribe", "test", null)).isEqualTo(1);
		assertThat(this.miner.send("mining.ping")).isEqualTo(2);
		this.miner.sendLine("{}");
		String expected = "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"test\",null]}\n"
				+ "{\"id\":2,\"method\":\"mining.ping\",\"params\":[]}\n{}\n";
		assertThat(this.peer.getInputStream().readNBytes(expected.length())).asString(StandardCharsets.UTF_8)
			.isEqualTo(expected);
	}

	@Test
	void keepsWhatIsNotAwaited() throws IOException {
		reply("{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[1]}\n"
				+ "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"j\"]}\r\n{\"id\":1,\"result\":true}\n");
		assertThat(this.miner.awaitResponse(1).path("result").asBoolean()).isTrue();
		assertThat(this.miner.awaitMethod("mining.notify").path("params").path(0).asString()).isEqualTo("j");
		assertThat(this.miner.awaitNext().path("method").asString()).isEqualTo("mining.set_difficulty");
	}

	@Test
	void saysWhatCameInsteadWhenTheConnectionEnds() throws IOException {
		reply("{\"id\":7,\"result\":true}\n");
		this.peer.close();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.miner.awaitResponse(1))
			.withMessage("connection: closed (expected: a response to 1); unread: [{\"id\":7,\"result\":true}]");
		this.miner.awaitEnd();
	}

	@Test
	void saysWhatCameInsteadAfterTheTimeLimit() throws IOException {
		reply("{\"id\":7");
		ScriptedMiner hasty = new ScriptedMiner(new Socket(this.server.getInetAddress(), this.server.getLocalPort()),
				Duration.ofMillis(50));
		try (hasty; Socket other = this.server.accept()) {
			other.getOutputStream().write("{\"id\":7".getBytes(StandardCharsets.UTF_8));
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> hasty.awaitMethod("mining.notify"))
				.withMessageStartingWith("nothing came for PT0.05S (expected: a mining.notify); unread: []");
			other.getOutputStream().write(",\"result\":1}\n".getBytes(StandardCharsets.UTF_8));
			other.shutdownOutput();
			hasty.awaitEnd();
			assertThat(hasty.awaitResponse(7).path("result").asInt()).isEqualTo(1);
		}
	}

}
