package io.stratum.session.sv2;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;

import io.stratum.protocol.sv2.CommonMessage.SetupConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients of Stratum V2, over mining on a test chain.
 */
abstract class ChannelFixture {

	static final int STANDARD_JOBS = SetupConnection.REQUIRES_STANDARD_JOBS;

	static final Duration SECOND = Duration.ofSeconds(1);

	final Sv2Mine mine = new Sv2Mine();

	final List<Sv2Client> clients = new ArrayList<>();

	@AfterEach
	void nothingIsLeft() {
		this.clients.forEach((client) -> {
			client.close();
			assertThat(client.usedMemory()).isZero();
		});
		this.mine.loop.run();
		assertThat(this.mine.engine.status().groups()).isZero();
		this.mine.close();
	}

	Sv2Client connect(int flags) {
		if (this.mine.engine == null) {
			this.mine.start();
		}
		Sv2Client client = this.mine.connect().setUp(flags);
		this.clients.add(client);
		return client;
	}

}
