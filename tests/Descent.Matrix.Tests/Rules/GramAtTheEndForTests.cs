namespace Descent.Matrices.Tests.Rules;

/// <summary>The last that is done in a step takes the gradient where it lies.</summary>
[Optimizer]
public sealed partial class GramAtTheEndForTests
{
    [Hyperparameter(0.05, Min = 0)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(Per = Per.Row, Initial = 1)] SquareMatrix gram)
    {
        var moved = Matrix.Multiply(gram, gradient);
        weight -= LearningRate * moved;
        Matrix.AddGramOfRows(gradient, gram, 0.9, 0.1 * Reduce.Mean(moved * moved));
    }
}
