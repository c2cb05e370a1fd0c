using System.ComponentModel;

namespace Descent.CompilerServices;

/// <summary>What is shown the values that a rule computes once for a step, and may replace them. Not meant to be used by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IStepValues
{
    /// <summary>Takes values, or replaces them.</summary>
    /// <typeparam name="TValues">A struct of numbers and truths.</typeparam>
    /// <param name="owner">The rule, where all tensors share them, else the state of the tensor.</param>
    /// <param name="values">Where they are kept.</param>
    void Take<TValues>(object owner, ref TValues values)
        where TValues : struct;
}
