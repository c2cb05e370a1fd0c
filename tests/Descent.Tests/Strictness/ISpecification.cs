namespace Descent.Tests.Strictness;

/// <summary>An opinion on what a step of a rule computes.</summary>
internal interface ISpecification<T>
{
    /// <summary>How many columns the tensor has, if the rule names rows or columns; all weights are one row unless set.</summary>
    int Columns { set; }

    /// <summary>The values of each state with one for a row or column, by its number among all states; a step changes them.</summary>
    double[][] Bands { set; }

    /// <summary>Runs one step over all weights.</summary>
    /// <param name="step">The step number.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="states">The states with one value for each weight, in order.</param>
    /// <param name="scalars">The value of each state that has one for the tensor or optimizer, by its number among all states.</param>
    /// <param name="inputs">The values of each input, in order.</param>
    void Run(int step, T[] weights, T[] gradients, IReadOnlyList<T[]> states, double[] scalars, IReadOnlyList<T[]> inputs);
}
