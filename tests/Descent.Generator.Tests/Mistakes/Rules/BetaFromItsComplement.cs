// The paper's betas are one minus those of the code. Turned round twice, the last digits of a small one are gone.
// Expected: DSC0221
[Optimizer]
public sealed partial class BetaFromItsComplement
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(1e-9, Min = 0, Below = 1)] public partial double Forgetting { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m)
    {
        var share = 1 - (1 - Forgetting);
        m = (1 - share) * m + share * gradient;
        weight -= LearningRate * m;
    }
}
