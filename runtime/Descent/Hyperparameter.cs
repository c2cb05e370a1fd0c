using System.Globalization;
using Descent.CompilerServices;

namespace Descent;

/// <summary>A hyperparameter of an optimizer by its name, as its property is by its type.</summary>
public sealed class Hyperparameter
{
    private readonly CompiledRule _rule;
    private readonly int _index;

    internal Hyperparameter(CompiledRule rule, HyperparameterSchema schema, int index) => (_rule, Schema, _index) = (rule, schema, index);

    /// <summary>Its type, default and range.</summary>
    public HyperparameterSchema Schema { get; }

    /// <summary>The name of its property.</summary>
    public string Name => Schema.Name;

    /// <summary>Its value; a set one counts from the next step on.</summary>
    /// <exception cref="ArgumentException">The value is not of the type that <see cref="HyperparameterSchema.ValueType"/> says.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    /// <exception cref="InvalidOperationException">It is read-only.</exception>
    public object Value
    {
        get => _rule.GetHyperparameter(_index);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (Schema.IsReadOnly)
            {
                throw new InvalidOperationException($"The hyperparameter {Name} is read-only.");
            }

            if (value.GetType() != Schema.ValueType)
            {
                throw new ArgumentException($"{Name} is of type {Schema.ValueType}, and {value.GetType()} was given.", nameof(value));
            }

            _rule.SetHyperparameter(_index, value);
        }
    }

    /// <summary>Its name and value, as in <c>LearningRate = 0.001</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} = {Value}");
}
