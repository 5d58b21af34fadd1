package io.stratum.session.sv1;

import org.junit.jupiter.api.AfterEach;

/**
 * Miners of Stratum V1, over mining on a test chain.
 */
abstract class Sv1MiningFixture {

	static final String OK = "{\"id\":%d,\"result\":true,\"error\":null}";

	final MiningFixture fixture = new MiningFixture();

	@AfterEach
	void stop() {
		this.fixture.engine.stop();
	}

}
