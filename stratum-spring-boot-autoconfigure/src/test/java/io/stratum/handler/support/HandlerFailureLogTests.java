package io.stratum.handler.support;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.stratum.handler.invocation.StratumInvocation;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class HandlerFailureLogTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final HandlerFailureLog log = new HandlerFailureLog(this.nanos::get);

	private final FakePeer session = new FakePeer();

	private StratumInvocation invocation(String handler) {
		return new StratumInvocation(this.session, "message", "ping", handler);
	}

	private static int warnings(CapturedOutput output) {
		return output.toString().split(" WARN ", -1).length - 1;
	}

	@Test
	void warnsOncePerMethodAndType(CapturedOutput output) {
		this.log.failed(invocation("a()"), new IllegalStateException("one"));
		this.log.failed(invocation("a()"), new IllegalStateException("two"));
		assertThat(warnings(output)).isEqualTo(1);
		assertThat(output).contains("Handler a() failed in session 00000001").contains("IllegalStateException: one");
		this.log.failed(invocation("a()"), new IllegalArgumentException());
		this.log.failed(invocation("b()"), new IllegalStateException());
		assertThat(warnings(output)).isEqualTo(3);
	}

	@Test
	void warnsAgainAfterTenMinutes(CapturedOutput output) {
		this.log.failed(invocation("a()"), new IllegalStateException());
		this.nanos.addAndGet(TimeUnit.MINUTES.toNanos(10) - 1);
		this.log.failed(invocation("a()"), new IllegalStateException());
		assertThat(warnings(output)).isEqualTo(1);
		this.nanos.addAndGet(1);
		this.log.failed(invocation("a()"), new IllegalStateException());
		assertThat(warnings(output)).isEqualTo(2);
	}

	@Test
	void doesNotWarnForASessionThatEnded(CapturedOutput output) {
		this.session.close();
		this.log.failed(invocation("a()"), new IllegalStateException());
		assertThat(warnings(output)).isZero();
	}

}
