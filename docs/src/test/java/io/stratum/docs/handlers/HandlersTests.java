package io.stratum.docs.handlers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;

import io.stratum.test.LocalStratumPort;
import io.stratum.test.ScriptedMiner;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = "stratum.listeners.tcp.port=0")
class HandlersTests {

	@LocalStratumPort
	int port;

	private ScriptedMiner miner;

	@BeforeEach
	void connect() {
		this.miner = ScriptedMiner.connect(this.port);
	}

	@AfterEach
	void disconnect() {
		this.miner.close();
	}

	@Test
	void returnedValueIsTheReply() {
		assertThat(this.miner.request("account.balance", "alice").path("result").asLong()).isEqualTo(42);
	}

	@Test
	void positionalParametersMakeARecord() {
		int id = this.miner.send("account.transfer", "alice", "bob", 7);
		assertThat(this.miner.awaitMethod("account.moved").path("params").toString())
			.isEqualTo("[\"alice\",\"bob\",7]");
		assertThat(this.miner.awaitResponse(id).path("result").asBoolean()).isTrue();
	}

	@Test
	void exceptionHandlerMakesTheError() {
		JsonNode response = this.miner.request("account.close");
		assertThat(response.path("error").toString()).isEqualTo("[24,\"Account locked\",null]");
	}

	@Test
	void sessionHasStateOfItsOwn() {
		this.miner.request("hello", "Ann");
		assertThat(this.miner.request("hello", "Ann").path("result").asString()).isEqualTo("Hello Ann, visit 2");
	}

	@SpringBootApplication
	static class HandlersApplication {

	}

}
