package io.stratum.session.sv2;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.Octets;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client of Stratum V2 that is not set up.
 */
abstract class SetupConnectionFixture {

	static final Duration SECOND = Duration.ofSeconds(1);

	final Sv2Mine mine = new Sv2Mine();

	Sv2Client client;

	@BeforeEach
	void start() {
		this.mine.start();
		this.client = this.mine.connect();
	}

	@AfterEach
	void nothingIsLeft() {
		this.client.close();
		this.mine.loop.run();
		assertThat(this.client.usedMemory()).isZero();
		this.mine.close();
	}

	static SetupConnection setup(int protocol, int minVersion, int maxVersion) {
		return new SetupConnection(protocol, minVersion, maxVersion, 0, Octets.of("a"), 1, Octets.of("b"), Octets.EMPTY,
				Octets.EMPTY, Octets.EMPTY);
	}

}
