package io.stratum.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.stratum.ban.Bans;
import io.stratum.mining.ban.BanReason;

/**
 * Gives the counts of bans to Micrometer.
 */
public final class BanMetrics implements MeterBinder {

	private final Bans bans;

	/**
	 * Creates the metrics.
	 * @param bans the bans
	 */
	public BanMetrics(Bans bans) {
		this.bans = bans;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (BanReason reason : BanReason.values()) {
			FunctionCounter
				.builder(StratumMeters.BANS.meterName(), this.bans, (source) -> (double) source.imposed(reason))
				.tags(Tags.of("reason", reason.tag()))
				.description(StratumMeters.BANS.description())
				.register(registry);
		}
		StratumMeters.BANS_ACTIVE.gauge(registry, Tags.empty(), this.bans, Bans::size);
	}

}
