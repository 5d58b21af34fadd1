package io.stratum.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * A property that nobody reads, with those that there are instead.
 */
final class UnknownPropertyException extends FailureAnalyzedException {

	private static final long serialVersionUID = 1L;

	private static final String LISTENERS = "listeners";

	private UnknownPropertyException(ConfigurationPropertyName name, ConfigurationPropertyName parent, String known) {
		super("Property '" + name + "' is unknown.",
				"Correct its name, or remove it. Known below '" + parent + "' are: " + known + ".");
	}

	static UnknownPropertyException of(ConfigurationPropertyName name) {
		Object bean = new StratumProperties();
		int depth = 1;
		while (depth < name.getNumberOfElements() - 1) {
			String element = name.getElement(depth, Form.ORIGINAL);
			Object child = child(bean, element);
			if (child == null) {
				break;
			}
			bean = child;
			depth += (child instanceof ListenerProperties) ? 2 : 1;
		}
		return new UnknownPropertyException(name, name.chop(depth), keys(bean).collect(Collectors.joining(", ")));
	}

	private static @Nullable Object child(Object bean, String element) {
		if (bean instanceof StratumProperties && element.equals(LISTENERS)) {
			return new ListenerProperties();
		}
		BeanWrapper wrapper = PropertyAccessorFactory.forBeanPropertyAccess(bean);
		return Arrays.stream(wrapper.getPropertyDescriptors())
			.map(PropertyDescriptor::getName)
			.filter((name) -> DataObjectPropertyName.toDashedForm(name).equals(element))
			.map(wrapper::getPropertyValue)
			.filter((value) -> value != null && value.getClass().getPackage() == bean.getClass().getPackage())
			.findAny()
			.orElse(null);
	}

	private static Stream<String> keys(Object bean) {
		return Arrays.stream(PropertyAccessorFactory.forBeanPropertyAccess(bean).getPropertyDescriptors())
			.map(PropertyDescriptor::getName)
			.filter((name) -> !name.equals("class"))
			.map(DataObjectPropertyName::toDashedForm)
			.sorted();
	}

}
