// Steps are counted from 1, so the branch for step 0 is dead code: the rule never updates.
// Expected: DSC0108
[Optimizer]
public sealed partial class WarmUpThatNeverStarts
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [Step] int t)
    {
        if (t < 1)
        {
            weight -= LearningRate * gradient;
        }
    }
}
