namespace Descent.Cuda.Tests;

/// <summary>Where a state of the tensor follows from a total through a function of the processor.</summary>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class ByPower
{
    [Update]
    private static void Update(ref double weight, double gradient, [State(Per = Per.Tensor)] ref double power)
    {
        power = Math.Pow(Reduce.Sum(gradient * gradient), 0.75) + 0.5 * power;
        weight -= 0.1 * gradient / (1 + power);
    }
}

/// <summary>Where a state of the optimizer chooses among the loops.</summary>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class ByChoice
{
    [Update]
    private static void Update(ref double weight, double gradient, [State] ref double velocity, [State(Per = Per.Optimizer)] ref double norm)
    {
        if (norm > 20)
        {
            velocity = 0.5 * velocity + gradient;
        }

        norm = 0.9 * norm + Math.Sqrt(Reduce.Sum(gradient * gradient, Per.Optimizer));
        weight -= 0.1 * (velocity + gradient) / norm;
    }
}

/// <summary>A rule that names rows, with states of rows, of the tensor and of the optimizer that follow from one another.</summary>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class ByRows
{
    [Update]
    private static void Update(
        ref double weight, double gradient, [State(Per = Per.Row)] ref double ofRow, [State(Per = Per.Tensor)] ref double ofTensor, [State(Per = Per.Optimizer)] ref double ofAll)
    {
        var farthest = Math.Sqrt(Reduce.Sum(gradient * gradient, Per.Optimizer));
        ofRow = 0.5 * ofRow + Reduce.Sum(gradient * gradient, Per.Row) / (1 + ofAll + ofTensor);
        ofTensor = 0.5 * ofTensor + Math.Sqrt(Reduce.Sum(gradient * gradient * ofAll)) + ofAll;
        ofAll = 0.75 * ofAll + farthest;
        weight -= gradient / (1 + ofRow + ofTensor * ofAll);
    }
}
