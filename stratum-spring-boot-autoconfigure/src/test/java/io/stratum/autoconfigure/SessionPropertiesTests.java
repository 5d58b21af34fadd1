package io.stratum.autoconfigure;

import org.junit.jupiter.api.Test;

import io.stratum.protocol.noise.NoiseTransport;
import io.stratum.protocol.sv2.Sv2Limits;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SessionProperties}.
 */
class SessionPropertiesTests {

	@Test
	void letsTheLongestFrameOfStratumV2ComeInOneWebSocketMessage() {
		int longest = NoiseTransport.sealedLength(Sv2Limits.SERVER_WORK_SELECTION.maxPayloadLength());
		assertThat(new SessionProperties().getMaxFrameLength().toBytes()).isGreaterThan(longest);
	}

}
