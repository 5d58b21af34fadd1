package io.stratum.protocol.sv2;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Sv2ErrorCodeTests {

	@Test
	void codesArePrintableAscii() throws Exception {
		for (Field field : Sv2ErrorCode.class.getDeclaredFields()) {
			if (Modifier.isPublic(field.getModifiers())) {
				assertThat((String) field.get(null)).matches("[a-z-]{1,64}");
			}
		}
	}

}
