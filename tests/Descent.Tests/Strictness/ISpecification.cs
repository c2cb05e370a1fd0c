namespace Descent.Tests.Strictness;

/// <summary>An opinion on what a step of a rule computes.</summary>
internal interface ISpecification<T>
{
    /// <summary>Runs one step over all weights.</summary>
    /// <param name="step">The step number.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="states">The states with one value for each weight, in order.</param>
    /// <param name="scalars">The value of each state that has one for the tensor or optimizer, by its number among all states.</param>
    /// <param name="inputs">The values of each input, in order.</param>
    void Run(int step, T[] weights, T[] gradients, IReadOnlyList<T[]> states, double[] scalars, IReadOnlyList<T[]> inputs);
}
