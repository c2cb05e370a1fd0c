// The running mean of squares adds the whole square, not its share: in the end it is a hundred times the mean, and steps a tenth as long.
// Seen in: fastai's book, average_sqr_grad (pull request 342).
// Not caught: a decaying sum is what momentum keeps; that a bias correction divides it, which would tell, is not looked at.
[Optimizer]
public sealed partial class AverageWithoutItsShare
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(0.99, Min = 0, Below = 1)] public partial double SquareMomentum { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double average, [Step] int t)
    {
        average = SquareMomentum * average + gradient * gradient;
        var corrected = average / (1 - Math.Pow(SquareMomentum, t));
        weight -= LearningRate * gradient / (Math.Sqrt(corrected) + Epsilon);
    }
}
