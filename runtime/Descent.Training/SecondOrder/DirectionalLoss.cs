namespace Descent.Training;

/// <summary>The loss along a line, from weights in a direction.</summary>
internal sealed class DirectionalLoss(ParameterVector vector)
{
    private readonly double[] _weights = new double[vector.Length];

    /// <summary>The user's evaluation, present while a step is under way.</summary>
    public Func<double>? LossAndGradients { get; set; }

    /// <summary>The direction.</summary>
    public double[] Direction { get; } = new double[vector.Length];

    /// <summary>Makes the weights as they are the start of the line.</summary>
    public void StartHere() => vector.ReadWeights(_weights);

    /// <summary>Moves the weights to a step along the line.</summary>
    public void MoveTo(double step) => vector.Move(_weights, step, Direction);

    /// <summary>Moves the weights and evaluates there. If the evaluation throws, the weights are back at the start.</summary>
    public void Evaluate(double step, LinePoint point)
    {
        try
        {
            MoveTo(step);
            point.Step = step;
            point.Loss = LossAndGradients!();
            vector.ReadGradients(point.Gradients);
            point.Slope = DenseVector.Dot(point.Gradients, Direction);
            var areFinite = double.IsFinite(point.Slope) || DenseVector.IsFinite(point.Gradients);
            point.IsFinite = areFinite && double.IsFinite(point.Loss);
            if (areFinite && !double.IsFinite(point.Slope))
            {
                point.Slope = DenseVector.DotOfFinite(point.Gradients, Direction);
            }
        }
        catch
        {
            MoveTo(0);
            throw;
        }
    }
}
