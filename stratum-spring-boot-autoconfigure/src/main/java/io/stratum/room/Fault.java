package io.stratum.room;

import java.time.Instant;

/**
 * What is wrong with a bean of the application, for health and endpoints.
 *
 * @param bean what the bean is, and its class
 * @param since when it began to fail, or when the call began that does not return
 * @param text the reason
 * @param broken whether the bean serves nobody at the moment, or blocks would not be paid
 * as it wants, so that health is down; otherwise only some calls fail
 */
public record Fault(String bean, Instant since, String text, boolean broken) {

	/**
	 * What a bean is called in logs and health.
	 * @param type the interface that it is asked by
	 * @param bean the bean
	 * @return such as {@code ShareRecorder (com.example.Ledger)}; that of a lambda names
	 * the class that it stands in
	 */
	public static String nameOf(Class<?> type, Object bean) {
		String name = bean.getClass().getName();
		int generated = name.indexOf("$$");
		return type.getSimpleName() + " (" + ((generated > 0) ? name.substring(0, generated) : name) + ")";
	}

}
