using Digits.Shared;

namespace Digits.Mnist;

/// <summary>The digits to learn from, and those that only measure what was learned.</summary>
internal sealed record MnistData(DigitSet Training, DigitSet Test)
{
    /// <summary>Reads the four files of MNIST, of the full set or a part of it.</summary>
    /// <exception cref="InputException">A file is missing or corrupt, or they do not belong together.</exception>
    public static MnistData Load(string folder)
    {
        var data = new MnistData(DigitSet.Load(folder, "train"), DigitSet.Load(folder, "t10k"));
        int training = data.Training.PixelsPerImage, test = data.Test.PixelsPerImage;
        return training == test
            ? data
            : throw new InputException(
                $"--data '{folder}' must have images of one size, but has training images of {training} pixels and test images of {test}.");
    }
}
