namespace Digits.Training;

/// <summary>How a training went.</summary>
/// <param name="Losses">The loss on each mini-batch, in order.</param>
/// <param name="Epochs">What each epoch reached.</param>
internal sealed record TrainingHistory(IReadOnlyList<double> Losses, IReadOnlyList<EpochResult> Epochs)
{
    public EpochResult Final => Epochs[^1];
}

/// <summary>What one epoch reached.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Loss">The mean loss on its mini-batches.</param>
/// <param name="TrainingAccuracy">The share of the training images that the network gets right after it.</param>
/// <param name="TestAccuracy">The share of the test images that the network gets right after it.</param>
internal sealed record EpochResult(int Epoch, double Loss, double TrainingAccuracy, double TestAccuracy);
