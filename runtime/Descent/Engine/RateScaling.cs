using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Multiplies a rule's learning rate by the scale of a parameter (<see cref="Parameter.LearningRateScale"/>). While the values of a step are
/// computed and its loops run, the hyperparameter itself is the product: whatever the rule computes from it, is computed from the product.
/// </summary>
internal sealed class RateScaling
{
    private const int None = -1;

    private readonly CompiledRule _rule;
    private readonly int _index;
    private double _rate;
    private double _scale = 1;
    private bool _isOn;

    public RateScaling(CompiledRule rule)
    {
        _rule = rule;
        _index = None;
        var hyperparameters = rule.Schema?.Hyperparameters ?? [];
        for (var index = 0; index < hyperparameters.Count; index++)
        {
            if (hyperparameters[index].Role == HyperparameterRole.LearningRate && hyperparameters[index].ValueType == typeof(double))
            {
                _index = index;
            }
        }
    }

    /// <summary>Why the rule has no rate for each parameter, as a sentence; <see langword="null"/> if it can have one.</summary>
    public string? Refusal(Type type)
    {
        if (_index == None)
        {
            return $"{type.Name} has no hyperparameter of the role {nameof(HyperparameterRole.LearningRate)}, which a parameter could scale.";
        }

        if (_rule.Schema!.Hyperparameters[_index] is { IsReadOnly: true, Name: { } name })
        {
            return $"The {name} of {type.Name} is read-only, so that a parameter cannot scale it.";
        }

        return _rule.Schema.States.FirstOrDefault(state => state.Per == Per.Optimizer) is { } state
            ? $"{type.Name} keeps {state.Name} for the whole optimizer, which is computed from one learning rate: a parameter cannot scale it."
            : null;
    }

    /// <summary>The value of a hyperparameter without a scale, whether or not a step is under way.</summary>
    public double Read(int index) => index == _index && Volatile.Read(ref _isOn) ? _rate : _rule.GetNumber(index);

    /// <summary>Has the rule compute with the rate of a parameter, until it is told another, or the end.</summary>
    /// <exception cref="InvalidOperationException">The rule refuses the product.</exception>
    public void Use(double scale, Parameter? parameter)
    {
        if (scale == _scale)
        {
            return;
        }

        if (!_isOn)
        {
            _rate = _rule.GetNumber(_index);
            Volatile.Write(ref _isOn, true);
        }

        try
        {
            _rule.SetNumber(_index, _rate * scale);
            _scale = scale;
        }
        catch (ArgumentException exception)
        {
            throw new InvalidOperationException(
                $"{(parameter is null ? "The parameter" : $"Parameter '{parameter.Name}'")} scales the learning rate to a value that the rule refuses: {exception.Message}", exception);
        }
    }

    /// <summary>Puts the rate back.</summary>
    public void End()
    {
        if (_isOn)
        {
            _rule.SetNumber(_index, _rate);
            _scale = 1;
            Volatile.Write(ref _isOn, false);
        }
    }
}
