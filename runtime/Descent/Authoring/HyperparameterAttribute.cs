namespace Descent;

/// <summary>
/// Marks a partial property of an <see cref="OptimizerAttribute"/> class as a hyperparameter of type <see cref="double"/>,
/// <see cref="int"/>, <see cref="bool"/> or an enumeration of <see cref="int"/>. The compiler writes its accessors; the setter throws
/// <see cref="ArgumentOutOfRangeException"/> on a value that is not finite or outside the declared range.
/// </summary>
/// <remarks>A bound that is not given does not exist. A hyperparameter may change between steps.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter, Inherited = false)]
public sealed class HyperparameterAttribute : Attribute
{
    /// <summary>A hyperparameter of type <see cref="double"/> or <see cref="int"/>.</summary>
    /// <param name="defaultValue">The value of a new optimizer; finite and inside the range.</param>
    public HyperparameterAttribute(double defaultValue) => DefaultValue = defaultValue;

    /// <summary>A hyperparameter of type <see cref="bool"/>.</summary>
    /// <param name="defaultValue">The value of a new optimizer.</param>
    public HyperparameterAttribute(bool defaultValue) => DefaultValue = defaultValue;

    /// <summary>A hyperparameter of an enumeration type.</summary>
    /// <param name="defaultValue">The value of a new optimizer: a member of the property's enumeration.</param>
    public HyperparameterAttribute(object defaultValue) => DefaultValue = defaultValue;

    /// <summary>The value of a new optimizer.</summary>
    public object DefaultValue { get; }

    /// <summary>The smallest allowed value; NaN for none.</summary>
    public double Min { get; set; } = double.NaN;

    /// <summary>The largest allowed value; NaN for none.</summary>
    public double Max { get; set; } = double.NaN;

    /// <summary>A bound that every value must be greater than; NaN for none.</summary>
    public double Above { get; set; } = double.NaN;

    /// <summary>A bound that every value must be less than; NaN for none.</summary>
    public double Below { get; set; } = double.NaN;

    /// <summary>
    /// What it is to those who do not know the rule. Unless said, a <see cref="double"/> of one of the names that <see cref="HyperparameterRole"/>
    /// lists has that role, and any other none; <see cref="HyperparameterRole.None"/> takes it from such a name.
    /// </summary>
    public HyperparameterRole Role { get; set; }
}
