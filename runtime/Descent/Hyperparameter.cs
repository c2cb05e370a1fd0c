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

    /// <summary>What it is to those who do not know the rule.</summary>
    public HyperparameterRole Role => Schema.Role;

    /// <summary>Its value; a set one counts from the next step on.</summary>
    /// <exception cref="ArgumentException">The value is not of the type that <see cref="HyperparameterSchema.ValueType"/> says.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    /// <exception cref="InvalidOperationException">It is read-only.</exception>
    public object Value
    {
        get => IsNumber ? _rule.Scaling.Read(_index) : _rule.GetHyperparameter(_index);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value is double number && IsNumber)
            {
                Number = number;
                return;
            }

            RefuseIfReadOnly();
            if (value.GetType() != Schema.ValueType)
            {
                throw new ArgumentException($"{Name} is of type {Schema.ValueType}, and {value.GetType()} was given.", nameof(value));
            }

            _rule.SetHyperparameter(_index, value);
        }
    }

    /// <summary>The same of a <see cref="double"/>, without a box: what reads or sets it at every step allocates nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or outside the range.</exception>
    /// <exception cref="InvalidOperationException">It is of another type, or read-only where it is set.</exception>
    public double Number
    {
        get
        {
            RefuseIfNoNumber();
            return _rule.Scaling.Read(_index);
        }

        set
        {
            RefuseIfNoNumber();
            RefuseIfReadOnly();
            _rule.SetNumber(_index, value);
        }
    }

    /// <summary>Its name and value, as in <c>LearningRate = 0.001</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} = {Value}");

    private bool IsNumber => Schema.ValueType == typeof(double);

    private void RefuseIfNoNumber()
    {
        if (!IsNumber)
        {
            throw new InvalidOperationException($"The hyperparameter {Name} is of type {Schema.ValueType} and has no {nameof(Number)}; use its {nameof(Value)}.");
        }
    }

    private void RefuseIfReadOnly()
    {
        if (Schema.IsReadOnly)
        {
            throw new InvalidOperationException($"The hyperparameter {Name} is read-only.");
        }
    }
}
