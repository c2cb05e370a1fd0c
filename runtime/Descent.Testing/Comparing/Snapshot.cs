using System.Numerics;

namespace Descent.Testing.Comparing;

/// <summary>Everything that a rule keeps about one tensor, by name, as it is at one moment.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class Snapshot<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _stepCount;

    public Snapshot(RuleOptimizer optimizer, Parameter parameter)
    {
        Weights = parameter.Weights.ToArray<T>();
        States = [.. RuleMembers.PerWeight(parameter).Select(state => (state.Name, state.ToArray<T>()))];
        Others = [.. RuleMembers.Others(optimizer, parameter).Select(state => (state.Name, RuleMembers.ValuesOf(state)))];
        _stepCount = parameter.StepCount;
    }

    /// <summary>The weights.</summary>
    public T[] Weights { get; }

    /// <summary>The states with one value for each weight.</summary>
    public IReadOnlyList<(string Name, T[] Values)> States { get; }

    /// <summary>The states with one value for each row or column, for the tensor or the optimizer.</summary>
    public IReadOnlyList<(string Name, double[] Values)> Others { get; }

    /// <summary>The weights and the states with one value for each.</summary>
    public IEnumerable<(string Name, T[] Values)> PerWeight => States.Prepend(("weight", Weights));

    /// <summary>Copies everything into a parameter as long.</summary>
    public void RestoreTo(RuleOptimizer optimizer, Parameter parameter)
    {
        Weights.CopyTo(parameter.Weights.Span<T>());
        foreach (var (state, (_, values)) in RuleMembers.PerWeight(parameter).Zip(States))
        {
            values.CopyTo(state.Span<T>());
        }

        foreach (var (state, (_, values)) in RuleMembers.Others(optimizer, parameter).Zip(Others))
        {
            if (RuleMembers.IsOneValue(state))
            {
                state.Value = values[0];
            }
            else
            {
                values.CopyTo(state.Span<double>());
            }
        }

        parameter.State.StepCount = _stepCount;
    }
}
