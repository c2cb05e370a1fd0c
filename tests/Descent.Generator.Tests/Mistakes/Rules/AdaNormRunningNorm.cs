// The running average of the gradient's norm is computed and never stored, so it is always that of the first step.
// Seen in: pytorch_optimizer 3.9.0, the AdaNorm switch of many optimizers.
// Expected: DSC0104
[Optimizer]
public sealed partial class AdaNormRunningNorm
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.9999, Min = 0, Below = 1)] public partial double Beta3 { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State(Per = Per.Tensor)] ref double norm)
    {
        var present = Math.Sqrt(Reduce.Sum(gradient * gradient));
        var running = Beta3 * norm + (1 - Beta3) * present;
        var scaled = running > present && present > 0 ? gradient * running / present : gradient;
        m = Beta1 * m + (1 - Beta1) * scaled;
        weight -= LearningRate * m;
    }
}
